import type { Redemption } from "@fleetprompt/redeem-client"
import type { Library } from "./database.ts"

/** A spec on the shelf. */
export interface Spec {
  readonly slug: string
  readonly version: string
}

/** This system's own rule: editors shelve specs, and only those of publishers the library trusts. */
export function mayShelve(library: Library, slug: string, person: string): boolean {
  const [handle = ""] = slug.split("/")
  const isEditor = library.prepare<[string], number>("SELECT is_editor FROM staff WHERE name = ?").pluck().get(person)
  const isTrusted = library.prepare<[string]>("SELECT 1 FROM trusted_publishers WHERE handle = ?").get(handle)
  return isEditor === 1 && isTrusted !== undefined
}

/** Shelves what was redeemed, once: asked again for the same redemption it finds what it made. */
export function shelve(library: Library, { redemptionId, listing, release }: Redemption): string {
  library
    .prepare("INSERT INTO specs VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
    .run(redemptionId, listing.slug, release.version, release.digest, release.refs["specAssetId"] ?? "")
  return `spec-${redemptionId}`
}

export const listSpecs = (library: Library): Spec[] =>
  library.prepare<[], Spec>("SELECT slug, version FROM specs ORDER BY slug, version").all()
