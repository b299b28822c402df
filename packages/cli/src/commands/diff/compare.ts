import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import { canonicalJson, differingFields, type Listing, type Release } from "@fleetprompt/sdk/contracts"
import type { ManifestEntry } from "../../manifest/load.ts"
import type { ManifestImage } from "../../manifest/images.ts"
import { ifThere } from "../if-there.ts"
import { isShown } from "../publish/images.ts"
import { editableFields } from "../publish/plan.ts"

/** One field that differs. `registry` is null where the registry has nothing there yet. */
export interface FieldDifference {
  readonly pointer: string
  readonly registry: unknown
  readonly manifest: unknown
}

/** What the registry has of one listing of the manifest, beside what the manifest says. */
export interface Difference {
  readonly slug: string
  readonly version: string
  readonly listing: { readonly exists: boolean; readonly fields: readonly FieldDifference[] }
  readonly release: { readonly exists: boolean; readonly fields: readonly FieldDifference[] }
}

/** Compares by reading alone. A draft is seen only by a token that may read it. */
export async function compareEntry(client: FleetPrompt, entry: ManifestEntry): Promise<Difference> {
  const { listing, release } = entry
  const [found, published] = await Promise.all([
    ifThere(client.listings.get(listing.slug)),
    ifThere(client.releases.get(listing.slug, release.version)),
  ])
  return {
    slug: listing.slug,
    version: release.version,
    listing: { exists: found !== undefined, fields: listingFields(entry, found) },
    release: { exists: published !== undefined, fields: releaseFields(entry, published) },
  }
}

function listingFields({ listing, images }: ManifestEntry, found: Listing | undefined): FieldDifference[] {
  const texts = (["assetKind", ...editableFields] as const)
    .filter((field) => found === undefined || canonicalJson(found[field]) !== canonicalJson(listing[field]))
    .map((field) => ({ pointer: `/listing/${field}`, registry: found?.[field] ?? null, manifest: listing[field] }))
  return images === undefined || isShown(images, found?.images ?? []) ? texts : [...texts, imagesField(images, found)]
}

/** Both sides in the same words, so that they can be held against each other. */
const imagesField = (images: readonly ManifestImage[], found: Listing | undefined): FieldDifference => ({
  pointer: "/listing/images",
  registry: found?.images.map(({ alt, sourceSha256 }) => ({ alt, sha256: sourceSha256 })) ?? null,
  manifest: images.map(({ alt, sha256 }) => ({ alt, sha256 })),
})

function releaseFields({ release, digest }: ManifestEntry, published: Release | undefined): FieldDifference[] {
  if (published === undefined || published.digest === digest) return []
  return differingFields(published, release).map((pointer) => {
    const field = pointer.slice(1) as keyof typeof release & keyof Release
    return { pointer: `/release${pointer}`, registry: published[field], manifest: release[field] }
  })
}

export const isSame = ({ listing, release }: Difference): boolean =>
  listing.exists && listing.fields.length === 0 && release.exists && release.fields.length === 0
