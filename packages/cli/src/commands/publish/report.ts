import { listingUrl } from "../../config/registry.ts"
import type { ManifestEntry } from "../../manifest/load.ts"
import type { Theme } from "../../output/theme.ts"
import { visibleLine } from "../../output/visible.ts"
import type { Applied } from "./apply.ts"
import type { Plan } from "./plan.ts"

/** What `publish --json` prints. A dry run prints what a real run would, with `dryRun: true`. */
export interface PublishReport {
  readonly dryRun: boolean
  readonly listing: {
    readonly action: "created" | "updated" | "unchanged"
    readonly slug: string
    /** The fields an update changes. */
    readonly fields: readonly string[]
  }
  readonly release: {
    readonly action: "created" | "unchanged" | "skipped"
    readonly version: string
    readonly digest: string
  }
  readonly status: string
  readonly url: string
  /** What the registry signed about the release; null in a dry run. */
  readonly receipt: string | null
}

/** Tells what was done, or without `applied` what would be. */
export function publishReport(
  { listing, release, digest }: ManifestEntry,
  plan: Plan,
  registryUrl: string,
  applied?: Applied,
): PublishReport {
  const { slug } = listing
  return {
    dryRun: applied === undefined,
    listing: {
      action: plan.listing.action,
      slug,
      fields: plan.listing.action === "updated" ? plan.listing.fields : [],
    },
    release: {
      action: applied?.release ?? plan.release.action,
      version: release.version,
      digest: applied?.digest ?? (plan.release.action === "skipped" ? plan.release.digest : digest),
    },
    status: applied?.status ?? plan.status.to,
    url: listingUrl(registryUrl, slug),
    receipt: applied?.receipt ?? null,
  }
}

/** The report as lines: each step, what became of it, and the page. */
export function reportText(report: PublishReport, statusBefore: string, theme: Theme): string {
  const { listing, release, status, url, dryRun } = report
  const isStatusNew = status !== statusBefore
  const steps = [
    ["listing", listing.action, `${listing.slug}  ${listing.fields.join(", ")}`],
    ["release", release.action, `${release.version}  ${release.digest}`],
    isStatusNew
      ? ["status", visibleLine(status), `was ${visibleLine(statusBefore)}`]
      : ["status", "unchanged", visibleLine(status)],
  ] as const
  const lines = steps.map(([step, action, rest]) => {
    const isUnchanged = action === "unchanged" || action === "skipped"
    const word = (isUnchanged || !dryRun ? action : `to be ${action}`).padEnd(dryRun ? 15 : 9)
    return `${step.padEnd(7)}  ${isUnchanged ? theme.faint(word) : theme.good(word)}  ${rest}`.trimEnd()
  })
  return [...lines, url].join("\n")
}
