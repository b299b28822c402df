import type { Listing, Release } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { type Reference, referenceArgument } from "../arguments/parse.ts"
import { listingUrl } from "../config/registry.ts"
import type { Context } from "../context.ts"
import { type Field, fields } from "../output/fields.ts"
import type { Theme } from "../output/theme.ts"
import { dayText } from "../output/time.ts"
import { visibleLine, visibleText } from "../output/visible.ts"

/** What `show --json` prints. */
interface Shown {
  readonly listing: Listing
  /** The named release, else the latest; null where there is none yet. */
  readonly release: Release | null
}

export function define(command: Command, context: Context, run = show): void {
  command
    .argument("<listing>", "publisher/name, or publisher/name@version", referenceArgument)
    .action((reference: Reference) => run(reference, context))
}

/** Prints a listing and one of its releases, as a buyer would want to judge them. */
export async function show({ slug, version }: Reference, context: Context): Promise<void> {
  const { output, registryUrl } = context
  const client = await context.client()
  const read = async (): Promise<Shown> => {
    const listing = await client.listings.get(slug)
    const wanted = version ?? listing.latestVersion
    return { listing, release: wanted === null ? null : await client.releases.get(slug, wanted) }
  }
  const shown = await output.waiting("Reading the listing", read())
  output.result(shown, () => pageText(shown, registryUrl, output.theme))
  if (shown.release?.status === "published") {
    output.note(`Install it with \`fleetprompt install ${slug}@${shown.release.version} --target <name>\`.`)
  }
}

function pageText({ listing, release }: Shown, registryUrl: string, theme: Theme): string {
  const heading = `${theme.strong(visibleLine(listing.name))}\n${visibleLine(listing.summary)}`
  const facts = fields(
    [...identityFields(listing), ...releaseFields(release), ...moreFields(listing, registryUrl)],
    theme,
  )
  const description = visibleText(listing.description)
  const notes = visibleText(release?.notes ?? "")
  return [heading, facts, description, notes && `${theme.strong(`In ${release?.version}`)}\n${notes}`]
    .filter((part) => part !== "")
    .join("\n\n")
}

const identityFields = (listing: Listing): Field[] => [
  ["listing", listing.slug],
  ["publisher", publisherText(listing)],
  ["kind", listing.assetKind],
  ["status", listing.status === "published" ? undefined : listing.status],
]

const moreFields = (listing: Listing, registryUrl: string): Field[] => [
  ["tags", listing.tags.join(", ")],
  ["categories", listing.categories.join(", ")],
  ["docs", listing.docsUrl ?? undefined],
  ["repository", listing.repoUrl ?? undefined],
  ["page", listingUrl(registryUrl, listing.slug)],
]

function publisherText({ publisher: { displayName, handle, verifiedAtMs } }: Listing): string {
  return `${displayName} (${handle}), ${verifiedAtMs === null ? "not verified" : `verified ${dayText(verifiedAtMs)}`}`
}

function releaseFields(release: Release | null): Field[] {
  if (release === null) return [["version", "no release yet"]]
  const { version, status, publishedAtMs, revokedAtMs, digest, refs, compatibility, artifact } = release
  const revoked = status === "revoked" ? `, REVOKED ${revokedAtMs === null ? "" : dayText(revokedAtMs)}` : ""
  return [
    ["version", `${version}, published ${dayText(publishedAtMs)}${revoked}`],
    ["digest", digest],
    ["references", pairsText(refs)],
    ["needs", pairsText(compatibility)],
    ["artifact", artifact === null ? undefined : `${artifact.url} sha256:${artifact.sha256}`],
  ]
}

const pairsText = (pairs: Record<string, string>) =>
  Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ")
