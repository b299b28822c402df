import { signJws } from "./keys.ts"
import { RegistryRefusal } from "./problem.ts"
import type { Release, World } from "./records.ts"

/** What is signed when a release is published, once and for all. */
export function issueReceipt(world: World, release: Omit<Release, "receipt">): string {
  const { listing, releaseId, version, digest } = release
  const nowMs = world.clock.nowMs()
  return signJws(world.signingKey, "fp-receipt+jws", {
    issuedAtMs: nowMs,
    issuer: world.url,
    listing: { assetKind: listing.assetKind, listingId: listing.listingId, slug: listing.slug },
    provenance: null,
    release: { digest, publishedAtMs: nowMs, releaseId, version },
    sequence: world.releases.size + 1,
    state: "published",
  })
}

/** `GET /v1/listings/{publisher}/{name}/releases/{version}/receipt`, for anyone who can see the release. */
export function receipt(world: World, _query: URLSearchParams, named: string): object {
  const [slug = "", version = ""] = named.split("/releases/").map(decodeURIComponent)
  const release = world.releases.get(`${slug}@${version}`)
  if (!release || release.listing.status === "suspended")
    throw new RegistryRefusal("NOT_FOUND", "There is no such release, or it is not yours.")
  return { jws: release.receipt }
}
