import type { ChangeKind } from "@fleetprompt/sdk/contracts"
import type { Change } from "../../domain/changes/change.ts"

/** What a feed says of itself. */
export interface AtomFeed {
  /** Origin of the registry, without a trailing slash. */
  readonly publicUrl: string
  /** The feed's own path. */
  readonly path: string
  readonly title: string
  /** When it was last updated, as long as it has no entry. */
  readonly begunAtMs: number
  /** Newest first. */
  readonly changes: readonly Change[]
}

export const atomMediaType = "application/atom+xml; charset=utf-8"

/** The Atom feed (RFC 4287) of public events. An entry holds a slug and a version, both from closed alphabets. */
export function atomFeed({ publicUrl, path, title, begunAtMs, changes }: AtomFeed): string {
  const self = `${publicUrl}${path}`
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <id>${xml(self)}</id>`,
    `  <title>${xml(title)}</title>`,
    `  <link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    `  <updated>${timeOf(changes[0]?.atMs ?? begunAtMs)}</updated>`,
    `  <author><name>FleetPrompt</name></author>`,
    ...changes.map((change) => entryOf(publicUrl, change)),
    "</feed>",
    "",
  ].join("\n")
}

/** The entity tag of a feed: its last event, for events never change, and the version of whoever its title names. */
export const atomEtag = (changes: readonly Change[], titleVersion = 0): { etag: string } => ({
  etag: `"atom-${changes[0]?.seq ?? 0}-${titleVersion}"`,
})

function entryOf(publicUrl: string, { seq, kind, slug, version, atMs }: Change): string {
  const name = version === null ? slug : `${slug}@${version}`
  return [
    "  <entry>",
    `    <id>${xml(`tag:${new URL(publicUrl).hostname},2026:change/${seq}`)}</id>`,
    `    <title>${xml(`${name} ${happened[kind]}`)}</title>`,
    `    <updated>${timeOf(atMs)}</updated>`,
    `    <link rel="alternate" type="text/html" href="${xml(`${publicUrl}/listings/${slug}`)}"/>`,
    `    <link rel="alternate" type="application/json" href="${xml(`${publicUrl}/v1/listings/${slug}`)}"/>`,
    `    <category term="${kind}"/>`,
    `    <content type="text">${xml(`${name} ${happened[kind]}.`)}</content>`,
    "  </entry>",
  ].join("\n")
}

const happened: Record<ChangeKind, string> = {
  "listing.published": "was published",
  "listing.updated": "was updated",
  "listing.removed": "was removed",
  "release.published": "was released",
  "release.revoked": "was revoked",
}

const timeOf = (atMs: number): string => new Date(atMs).toISOString()

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" }

/** Text for an element or an attribute. What XML cannot hold at all becomes a replacement character. */
const xml = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
