import { dirname, join, relative } from "node:path"
import { jsonPointer } from "@fleetprompt/sdk/contracts"
import { CliError, type Finding } from "../errors.ts"
import type { ManifestDocument } from "./document.ts"
import type { ManifestSource } from "./find.ts"
import type { ManifestEntry } from "./load.ts"
import { valueAt } from "./schema-issues.ts"

/**
 * Refuses content that holds what looks like a secret, before anything of it leaves this machine.
 * @throws CliError
 */
export async function refuseSecrets(content: object): Promise<void> {
  const { findSecrets } = await import("@fleetprompt/sdk/secrets")
  const found = await findSecrets(content)
  if (found.length > 0)
    throw secretDetected(
      "The listing",
      found.map(({ pointer, rule, message }) => ({ pointer, code: rule, message })),
    )
}

/** The failure that tells of secrets found in content. */
export const secretDetected = (where: string, findings: readonly Finding[]): CliError =>
  new CliError({
    code: "SECRET_DETECTED",
    message: `${where} holds what looks like a secret. Nothing was sent.`,
    remedy: "Take it out or write a placeholder instead; if it was ever shared, replace it where it is valid.",
    findings,
  })

/**
 * What looks like a secret in a manifest and the files it names, by the registry's own rules, before anything leaves
 * this machine. A finding has the place and the rule, never the value. The rules are loaded when they are needed.
 */
export async function secretFindings(
  source: ManifestSource,
  document: ManifestDocument,
  contents: readonly Omit<ManifestEntry, "digest">[],
): Promise<Finding[]> {
  const { findSecrets } = await import("@fleetprompt/sdk/secrets")
  const texts = contents.map(({ listing, release, images = [] }) => ({
    listing: { ...listing, images: images.map(({ alt }) => ({ alt })) },
    release,
  }))
  const found = await findSecrets(texts)
  return found.map(({ pointer: within, rule, message, line, column }) => {
    const [index, ...rest] = pathOf(within)
    const path = [...(contents[Number(index)]?.root ?? []), ...rest]
    const pointer = jsonPointer(path)
    const file = valueAt(document.value, [...path, "file"])
    const place =
      typeof file === "string"
        ? { file: displayPathOf(source, file), line, column }
        : { file: source.displayPath, ...document.position(path, "value") }
    return { pointer, code: rule, message, ...place }
  })
}

const pathOf = (pointer: string): PropertyKey[] =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))

/** A file that a manifest names, as the person would type it. */
const displayPathOf = ({ path, displayPath, folder }: ManifestSource, file: string): string =>
  join(dirname(displayPath), relative(dirname(path), folder), file)
