import * as z from "zod"
import { limits } from "./limits.ts"

const namePart = /^[a-z0-9](?:-?[a-z0-9])+$/

const slugPart = (lengthMax: number) =>
  z
    .string()
    .min(2, "must have at least 2 characters")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .regex(namePart, "must be lower-case letters and digits, with single hyphens between them")

/** A publisher's unique handle, the part of a slug before the slash: `acme`. */
export const handle = slugPart(limits.handleLengthMax)

/** A listing's name within its publisher, the part of a slug after the slash: `support-triage`. */
export const listingName = slugPart(limits.listingNameLengthMax)

/** A listing as people type it: `acme/support-triage`. */
export const slug = z
  .string()
  .max(limits.handleLengthMax + 1 + limits.listingNameLengthMax)
  .refine(isSlug, "must be publisher/name in lower-case letters, digits and single hyphens")
export type Slug = z.infer<typeof slug>

/** The same question asked without a schema, for those who ask it with every call. */
export function isSlug(text: string): boolean {
  const { publisher, name } = splitSlug(text)
  return (
    publisher.length <= limits.handleLengthMax &&
    name.length <= limits.listingNameLengthMax &&
    namePart.test(publisher) &&
    namePart.test(name) &&
    text.length === publisher.length + 1 + name.length
  )
}

/** Splits a valid slug into its two parts. */
export function splitSlug(text: Slug): { publisher: string; name: string } {
  const [publisher = "", name = ""] = text.split("/")
  return { publisher, name }
}

/** Splits `acme/support-triage@1.4.0` into slug and version; without `@` the version is undefined. */
export function splitReference(text: string): { slug: string; version: string | undefined } {
  const at = text.indexOf("@")
  return at < 0 ? { slug: text, version: undefined } : { slug: text.slice(0, at), version: text.slice(at + 1) }
}
