import type { ReleaseContent } from "@fleetprompt/sdk/contracts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { getOwnListing } from "../listings/get-own.ts"
import type { Listing } from "../listings/listing.ts"
import { digestOf, refuseForeignReferences, versionExists } from "./publish.ts"
import type { Release } from "./release.ts"

/** A release as it would be, before anybody publishes it. */
export interface ReleasePreview {
  readonly listing: Listing
  readonly offered: ReleaseContent & { readonly digest: string }
  /** What the listing offers now; undefined where nothing. */
  readonly latest: Release | undefined
  /** Whether this very content is published under the version already. */
  readonly isThere: boolean
}

/**
 * What publishing that content would come to. It refuses what publishing refuses, and writes nothing.
 * @throws Refusal NOT_FOUND, SECRET_DETECTED, VALIDATION_FAILED for references foreign to the kind, VERSION_EXISTS.
 */
export async function previewRelease(
  context: AppContext,
  caller: UserPrincipal,
  slug: string,
  content: ReleaseContent,
): Promise<ReleasePreview> {
  const { listing } = await getOwnListing(context, caller, slug)
  await refuseSecrets(content)
  refuseForeignReferences(listing, content)
  const offered = { ...content, digest: digestOf(context, listing, content) }
  const { releases } = context.store.read
  const find = (version: string) => releases.findByVersion(listing.listingId, version)
  const published = await find(content.version)
  if (published !== undefined && published.digest !== offered.digest) throw versionExists(published, content)
  const latest = listing.latestVersion === null ? undefined : await find(listing.latestVersion)
  return { listing, offered, latest, isThere: published !== undefined }
}
