import { splitReference, slug, version } from "@fleetprompt/sdk/contracts"
import { InvalidArgumentError } from "commander"
import type * as z from "zod"

/** Reads an argument by a schema of the contracts, so that the CLI and the registry refuse the same things. */
export const parsedBy =
  <Schema extends z.ZodType>(schema: Schema) =>
  (text: string): z.output<Schema> => {
    const parsed = schema.safeParse(text)
    if (parsed.success) return parsed.data
    throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message ?? "is not valid"}.`)
  }

/** A listing as people type it: `acme/support-triage`. */
export const slugArgument = (text: string): string => parsedBy(slug)(text)

/** A listing, and perhaps one of its versions: `acme/support-triage@1.4.0`. */
export interface Reference {
  readonly slug: string
  readonly version: string | undefined
}

/** Reads `acme/support-triage` or `acme/support-triage@1.4.0`. */
export function referenceArgument(text: string): Reference {
  const parts = splitReference(text)
  return {
    slug: slugArgument(parts.slug),
    version: parts.version === undefined ? undefined : parsedBy(version)(parts.version),
  }
}

/** One release of a listing. */
export interface FullReference {
  readonly slug: string
  readonly version: string
}

/** Reads `acme/support-triage@1.4.0`. */
export function fullReferenceArgument(text: string): FullReference {
  const reference = referenceArgument(text)
  if (reference.version === undefined) throw new InvalidArgumentError("It must name a version: publisher/name@1.4.0.")
  return { slug: reference.slug, version: reference.version }
}

/** For an option that may be given several times. */
export const collected =
  (parse: (text: string) => string) =>
  (text: string, previous: readonly string[] | undefined): string[] => [...(previous ?? []), parse(text)]
