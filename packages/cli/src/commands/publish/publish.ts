import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import { splitSlug, type Whoami } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { waitOption } from "../../arguments/duration.ts"
import { type OnlyOptions, onlyOption } from "../../arguments/only.ts"
import { addTagOptions, requireTag, type TagOptions, versionFromTag } from "../../arguments/tag.ts"
import type { Context } from "../../context.ts"
import type { LoadedManifest, ManifestEntry } from "../../manifest/load.ts"
import { offerClaim } from "../publisher/claim.ts"
import { applyPlan } from "./apply.ts"
import { type Auth, authChoices, type Authority, dryAuthority, runAuthority, tokensForPublish } from "./authority.ts"
import { type OnExists, onExistsChoices, type Plan, planPublish } from "./plan.ts"
import { writeReceipts } from "./receipts.ts"
import { type PublishReport, publishReport, reportText } from "./report.ts"
import { waitUntilPublic } from "./wait.ts"

export interface PublishOptions extends OnlyOptions, TagOptions {
  /** Say what would be done, and do nothing. */
  readonly dryRun?: true
  /** Leave a draft a draft. */
  readonly draft?: true
  readonly onExists?: OnExists
  /** Claim the publisher's handle where it is free. */
  readonly claim?: true
  readonly auth?: Auth
  /** Wait until everybody can read it; the longest, in milliseconds. */
  readonly wait?: number
  /** Where to write the receipts, one a line. */
  readonly receipt?: string
}

export function define(command: Command, context: Context, run = publish): void {
  addTagOptions(command)
    .option("--dry-run", "say what would be done, change nothing, and exit as the real run would")
    .option("--draft", "do not make a draft public")
    .addOption(
      new Option("--on-exists <how>", "a version that is there: verify that it is the same, skip it, or fail").choices(
        onExistsChoices,
      ),
    )
    .option("--claim", "claim the publisher's handle where it is free")
    .addOption(
      new Option("--auth <how>", "the CI's own token where there is one, or a token whatever the CI offers").choices(
        authChoices,
      ),
    )
    .addOption(
      new Option("--wait [time]", "wait until everybody can read it, at most 1m unless told")
        .argParser(waitOption)
        .preset("1m")
        .conflicts(["draft", "dryRun"]),
    )
    .option("--receipt <file>", "write what the registry signed about each release to a file")
    .addOption(onlyOption())
    .action((options: PublishOptions) => run(options, context))
}

/** One listing of the manifest and what has to happen for it. */
interface Work {
  readonly entry: ManifestEntry
  readonly plan: Plan
}

/**
 * Brings the registry to what the manifest says: creates or updates the listings, publishes the releases, and makes
 * drafts public. Run again, it finds nothing to do and says so. Every listing is compared before the first is changed.
 */
export async function publish(options: PublishOptions, context: Context): Promise<void> {
  const { io, output, registryUrl } = context
  const manifest = await context.manifest({ only: options.only, version: versionFromTag(options, io.env) })
  for (const { release } of manifest.entries) requireTag(options, io.env, release.version)
  const tokens = await tokensForPublish(context, options.auth)
  const authorize = options.dryRun ? dryAuthority : runAuthority
  const authority =
    tokens === undefined
      ? await personsAuthority(manifest, options, context)
      : await output.waiting("Exchanging the run's token", authorize(context, tokens, manifest))
  output.note(`${manifest.displayPath}: ${names(manifest)} → ${registryUrl}`)
  try {
    await publishWith(authority, manifest, options, context)
  } finally {
    await authority.end()
  }
}

async function publishWith(
  authority: Authority,
  manifest: LoadedManifest,
  options: PublishOptions,
  context: Context,
): Promise<void> {
  const { io, output, registryUrl } = context
  const work = await output.waiting("Comparing with the registry", compare(authority, manifest, options))
  const reports: PublishReport[] = []
  const texts: string[] = []
  for (const { entry, plan } of work) {
    const applied = options.dryRun
      ? undefined
      : await output.waiting(`Publishing ${entry.listing.slug}`, applyPlan(authority.clientOf(entry), entry, plan))
    const report = publishReport(entry, plan, registryUrl, applied)
    output.event("published", report)
    reports.push(report)
    texts.push(reportText(report, plan.status.from, output.theme))
  }
  const receipts = reports.flatMap(({ receipt }) => receipt ?? [])
  if (options.receipt !== undefined && !options.dryRun) await writeReceipts(io, options.receipt, receipts)
  if (options.wait !== undefined) {
    await output.waiting("Waiting until everybody can read it", waitUntilPublic(context, work, options.wait))
  }
  const [only, ...others] = reports
  const isDry = options.dryRun === true
  output.result(others.length === 0 ? only : { dryRun: isDry, results: reports }, () => texts.join("\n\n"))
  if (isDry) output.note("This was a dry run; nothing was changed.")
  for (const { entry, plan } of work) if (plan.release.isRevoked) output.note(revokedNote(entry))
  await summarize(context, reports)
}

async function compare(
  authority: Authority,
  manifest: LoadedManifest,
  { draft, onExists = "verify" }: PublishOptions,
): Promise<Work[]> {
  const work: Work[] = []
  // One after the other: a manifest of many listings should not meet a limit of its own making.
  for (const entry of manifest.entries) {
    const client = authority.clientOf(entry)
    const how = { staysDraft: draft === true, onExists }
    work.push({ entry, plan: await planPublish(client, authority.caller, entry, how) })
  }
  return work
}

async function personsAuthority(
  manifest: LoadedManifest,
  options: PublishOptions,
  context: Context,
): Promise<Authority> {
  const client = await context.signedInClient()
  const caller = await claimed(client, manifest, options, context)
  return { caller, clientOf: () => client, end: async () => {} }
}

/** Who publishes, with the handles of the manifest claimed where that was asked for or agreed to. */
async function claimed(
  client: FleetPrompt,
  manifest: LoadedManifest,
  { claim, dryRun }: PublishOptions,
  context: Context,
): Promise<Whoami> {
  const caller = await context.output.waiting("Comparing with the registry", client.whoami())
  if (dryRun) return caller
  const handles = new Set(manifest.entries.map(({ listing }) => splitSlug(listing.slug).publisher))
  const missing = [...handles].filter((handle) => !caller.publishers.some((own) => own.handle === handle))
  let isChanged = false
  for (const handle of missing) isChanged = (await offerClaim(client, handle, claim === true, context)) || isChanged
  return isChanged ? await client.whoami() : caller
}

const names = ({ entries }: LoadedManifest) =>
  entries.map(({ listing, release }) => `${listing.slug}@${release.version}`).join(", ")

const revokedNote = ({ listing, release }: ManifestEntry) =>
  `Version ${release.version} of ${listing.slug} is revoked and cannot be installed; publish a new version.`

async function summarize(context: Context, reports: readonly PublishReport[]): Promise<void> {
  const { publishSummary } = await import("../../ci/summary.ts")
  await publishSummary(context.io, reports)
}
