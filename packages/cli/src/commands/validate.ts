import type { Command } from "commander"
import type { Context } from "../context.ts"

export interface ValidateOptions {
  readonly path: string | undefined
}

export function define(command: Command, context: Context, run = validate): void {
  command
    .argument("[path]", "a manifest or a folder (default: found from here upwards)")
    .action((path: string | undefined) => run({ path }, context))
}

/** Checks a manifest without asking the registry, and prints what would be published. */
export async function validate({ path }: ValidateOptions, context: Context): Promise<void> {
  const { output } = context
  const { displayPath, listing, release, digest } = await context.manifest(path)
  const report = { valid: true, manifest: displayPath, slug: listing.slug, version: release.version, digest }
  output.result(report, () => `${displayPath} is valid: ${listing.slug}@${release.version}\n${digest}`)
}
