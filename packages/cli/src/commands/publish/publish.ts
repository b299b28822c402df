import type { Command } from "commander"
import type { Context } from "../../context.ts"
import { applyPlan } from "./apply.ts"
import { planPublish } from "./plan.ts"
import { publishReport, reportText } from "./report.ts"

export interface PublishOptions {
  /** Say what would be done, and do nothing. */
  readonly dryRun?: true
  /** Leave a draft a draft. */
  readonly draft?: true
}

export function define(command: Command, context: Context, run = publish): void {
  command
    .option("--dry-run", "say what would be done, change nothing, and exit as the real run would")
    .option("--draft", "do not make a draft public")
    .action((options: PublishOptions) => run(options, context))
}

/**
 * Brings the registry to what the manifest says: creates or updates the listing, publishes the release, and makes a
 * draft public. Run again, it finds nothing to do and says so.
 */
export async function publish({ dryRun, draft }: PublishOptions, context: Context): Promise<void> {
  const { output, registryUrl } = context
  const manifest = await context.manifest()
  const client = await context.signedInClient()
  output.note(`${manifest.displayPath}: ${manifest.listing.slug}@${manifest.release.version} → ${registryUrl}`)
  const plan = await output.waiting(
    "Comparing with the registry",
    planPublish(client, manifest, { staysDraft: draft === true }),
  )
  const applied = dryRun ? undefined : await output.waiting("Publishing", applyPlan(client, manifest, plan))
  const report = publishReport(manifest, plan, registryUrl, applied)
  output.result(report, () => reportText(report, plan.status.from, output.theme))
  if (dryRun) output.note("This was a dry run; nothing was changed.")
  if (plan.release.isRevoked) {
    output.note(`Version ${manifest.release.version} is revoked and cannot be installed; publish a new version.`)
  }
}
