import { type Listing, type Preflight, type Release, targetName } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { parsedBy, type Reference, referenceArgument } from "../arguments/parse.ts"
import { listingUrl } from "../config/registry.ts"
import type { Context } from "../context.ts"
import { type Field, fields } from "../output/fields.ts"
import { plainTheme } from "../output/theme.ts"
import { type Format, formats, untrusted } from "../output/untrusted.ts"
import { checkText, preflightCauses } from "./install/preflight.ts"
import { pairsText } from "../output/pairs.ts"
import { provenanceFields } from "../output/provenance.ts"
import type { Theme } from "../output/theme.ts"
import { dayText } from "../output/time.ts"
import { visibleLine, visibleText } from "../output/visible.ts"

/** What `show --json` prints. */
interface Shown {
  readonly listing: Listing
  /** The named release, else the latest; null where there is none yet. */
  readonly release: Release | null
  /** Whether it can be installed into `--target`; null without that, or without a release. */
  readonly preflight: Preflight | null
}

export interface ShowOptions extends Reference {
  readonly target?: string
  readonly format?: Format
}

export function define(command: Command, context: Context, run = show): void {
  command
    .argument("<listing>", "publisher/name, or publisher/name@version", referenceArgument)
    .option("--target <name>", "also say whether it can be installed there", parsedBy(targetName))
    .addOption(
      new Option("--format <format>", "how: for people, or marked as strangers' text for an agent").choices(formats),
    )
    .action((reference: Reference, flags: Omit<ShowOptions, keyof Reference>) =>
      run({ ...reference, ...flags }, context),
    )
}

/** Prints a listing and one of its releases, as a buyer would want to judge them. */
export async function show({ slug, version, target, format }: ShowOptions, context: Context): Promise<void> {
  const { output, registryUrl } = context
  const client = await context.client()
  const read = async (): Promise<Shown> => {
    const listing = await client.listings.get(slug)
    const wanted = version ?? listing.latestVersion
    if (wanted === null) return { listing, release: null, preflight: null }
    const [release, preflight] = await Promise.all([
      client.releases.get(slug, wanted),
      target === undefined ? null : client.releases.preflight(slug, wanted, target),
    ])
    return { listing, release, preflight }
  }
  const shown = await output.waiting("Reading the listing", read())
  output.result(shown, () =>
    format === "agent"
      ? untrusted(pageText(shown, registryUrl, plainTheme))
      : pageText(shown, registryUrl, output.theme),
  )
  if (shown.release?.status === "published") {
    output.note(`Install it with \`fleetprompt install ${slug}@${shown.release.version} --target <name>\`.`)
  }
}

function pageText({ listing, release, preflight }: Shown, registryUrl: string, theme: Theme): string {
  const heading = `${theme.strong(visibleLine(listing.name))}\n${visibleLine(listing.summary)}`
  const facts = fields(
    [
      ...identityFields(listing),
      ...releaseFields(release),
      ...preflightFields(preflight),
      ...moreFields(listing, registryUrl),
    ],
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
  ["DEPRECATED", deprecationText(listing)],
]

const preflightFields = (preflight: Preflight | null): Field[] =>
  preflight === null
    ? []
    : [
        ["installable", preflight.installable ? "yes" : `no: ${preflightCauses(preflight).join(", and ")}`],
        ...preflight.checks.map((check): Field => ["needs", checkText(check)]),
      ]

const moreFields = (listing: Listing, registryUrl: string): Field[] => [
  ["tags", listing.tags.join(", ")],
  ["categories", listing.categories.join(", ")],
  ["docs", listing.docsUrl ?? undefined],
  ["repository", listing.repoUrl ?? undefined],
  ["page", listingUrl(registryUrl, listing.slug)],
]

function deprecationText({ deprecation }: Listing): string | undefined {
  if (deprecation === null) return undefined
  const { message, successor } = deprecation
  return successor === null ? message : `${message} Use ${successor} instead.`
}

function publisherText({ publisher: { displayName, handle, verifiedAtMs } }: Listing): string {
  return `${displayName} (${handle}), ${verifiedAtMs === null ? "not verified" : `verified ${dayText(verifiedAtMs)}`}`
}

function releaseFields(release: Release | null): Field[] {
  if (release === null) return [["version", "no release yet"]]
  const { version, status, publishedAtMs, revokedAtMs, digest, refs, compatibility, artifact, provenance } = release
  const revoked = status === "revoked" ? `, REVOKED ${revokedAtMs === null ? "" : dayText(revokedAtMs)}` : ""
  return [
    ["version", `${version}, published ${dayText(publishedAtMs)}${revoked}`],
    ["digest", digest],
    ["references", pairsText(refs)],
    ["needs", pairsText(compatibility)],
    ...provenanceFields(provenance),
    ["artifact", artifact === null ? undefined : `${artifact.url} sha256:${artifact.sha256}`],
  ]
}
