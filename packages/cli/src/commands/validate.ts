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
  const { displayPath, entries } = await context.manifest({ path })
  const reports = entries.map(({ listing, release, digest }) => ({
    slug: listing.slug,
    version: release.version,
    digest,
  }))
  const [only, ...others] = reports
  const report = { valid: true, manifest: displayPath, ...(others.length === 0 ? only : { listings: reports }) }
  output.result(report, () =>
    [
      others.length === 0
        ? `${displayPath} is valid: ${only?.slug}@${only?.version}\n${only?.digest}`
        : `${displayPath} is valid:`,
      ...(others.length === 0 ? [] : reports.map(({ slug, version, digest }) => `${slug}@${version}  ${digest}`)),
    ].join("\n"),
  )
}
