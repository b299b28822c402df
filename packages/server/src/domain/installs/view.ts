import { slugOf } from "../listings/listing.ts"
import type { InstallIntent, InstallView } from "./intent.ts"
import type { Installable } from "./require-installable.ts"

/** An intent with the names of what it points at. */
export const viewOf = (intent: InstallIntent, { listing, release, target }: Installable): InstallView => ({
  ...intent,
  listing: {
    slug: slugOf(listing),
    name: listing.name,
    assetKind: listing.assetKind,
    status: listing.status,
    publisherId: listing.publisher.publisherId,
    publisherHandle: listing.publisher.handle,
    publisherDisplayName: listing.publisher.displayName,
    publisherVerifiedAtMs: listing.publisher.verifiedAtMs,
    publisherLockedAtMs: listing.publisher.lockedAtMs,
  },
  release: {
    version: release.version,
    digest: release.digest,
    status: release.status,
    refs: { ...release.refs },
    compatibility: { ...release.compatibility },
    artifact: release.artifact,
  },
  target: { name: target.name, targetSystem: target.targetSystem, landingUrl: target.landingUrl },
})
