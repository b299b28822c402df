import * as z from "zod"
import { contentWarning } from "./content-warnings.ts"
import { idOf, timestampMs } from "./ids.ts"
import { listingImage } from "./images.ts"
import { openEnum } from "./open-enum.ts"
import { pageOf } from "./page.ts"
import { publisher } from "./publishers.ts"

/** What a listing describes (spec §3). */
export const assetKinds = ["whs_agent", "agentromatic_workflow", "spec_asset"] as const
export type AssetKind = (typeof assetKinds)[number]

/** A listing's visibility (spec §5.1): only a moderator moves it into or out of `suspended`. */
export const listingStatuses = ["draft", "published", "unlisted", "suspended"] as const
export type ListingStatus = (typeof listingStatuses)[number]

/** Reply of `DELETE /v1/listings/{publisher}/{name}`: what is no more. */
export const deletedListing = z.object({ listingId: idOf("listing"), slug: z.string() })
export type DeletedListing = z.infer<typeof deletedListing>

/** A publisher's word that a listing is no longer kept up. It stays readable and installable. */
export const deprecation = z.object({ message: z.string(), successor: z.string().nullable(), atMs: timestampMs })
export type Deprecation = z.infer<typeof deprecation>

/** A listing in a list or a search result. All text in it was written by strangers. */
export const listingCard = z.object({
  listingId: idOf("listing"),
  slug: z.string(),
  publisher: publisher.pick({ publisherId: true, handle: true, displayName: true, verifiedAtMs: true }),
  assetKind: openEnum(assetKinds),
  name: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  categories: z.array(z.string()),
  status: openEnum(listingStatuses),
  latestVersion: z.string().nullable(),
  image: listingImage.nullable().describe("The first of the listing's images."),
  deprecation: deprecation.nullable(),
  installs: z.int().nonnegative().default(0).describe("Buyers and targets that redeemed an install, about."),
  createdAtMs: timestampMs,
  updatedAtMs: timestampMs,
  contentTrust: z.literal("untrusted"),
})
export type ListingCard = z.infer<typeof listingCard>

/**
 * A listing in full. `description` is unrendered Markdown; `descriptionHtml` the same rendered and cleaned through an
 * allow-list, safe to put into a page, though no more trustworthy for that.
 */
export const listing = listingCard.extend({
  description: z.string(),
  descriptionHtml: z.string(),
  images: z.array(listingImage),
  contentWarnings: z.array(contentWarning),
  docsUrl: z.string().nullable(),
  repoUrl: z.string().nullable(),
})
export type Listing = z.infer<typeof listing>

export const listingPage = pageOf(listingCard)
