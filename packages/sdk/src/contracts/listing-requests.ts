import * as z from "zod"
import { categories } from "./categories.ts"
import { limits } from "./limits.ts"
import { assetKinds } from "./listings.ts"
import { handle, slug } from "./slug.ts"
import { httpsUrl, line, nameLine, prose, summaryLine } from "./text.ts"

/** A word a publisher files a listing under. */
export const tag = z
  .string()
  .max(limits.tagLengthMax, `must have at most ${limits.tagLengthMax} characters`)
  .regex(/^[a-z0-9](?:-?[a-z0-9])*$/, "must be lower-case letters, digits and single hyphens")

const distinct = (words: readonly string[]) => new Set(words).size === words.length

/** The editable words of a listing, the same in a manifest, a create and an update. */
export const listingFields = {
  name: nameLine(limits.displayNameLengthMax),
  summary: summaryLine(limits.summaryLengthMax),
  description: prose(limits.descriptionLengthMax),
  tags: z
    .array(tag)
    .max(limits.tagsMax, `must have at most ${limits.tagsMax} tags`)
    .refine(distinct, "must not repeat a tag"),
  categories: z
    .array(z.enum(categories))
    .max(limits.categoriesMax, `must have at most ${limits.categoriesMax} categories`)
    .refine(distinct, "must not repeat a category"),
  docsUrl: httpsUrl.nullable(),
  repoUrl: httpsUrl.nullable(),
}

/** Body of `POST /v1/listings`: a new draft. */
export const createListingRequest = z.strictObject({
  slug,
  assetKind: z.enum(assetKinds),
  name: listingFields.name,
  summary: listingFields.summary,
  description: listingFields.description.default(""),
  tags: listingFields.tags.default([]),
  categories: listingFields.categories.default([]),
  docsUrl: listingFields.docsUrl.default(null),
  repoUrl: listingFields.repoUrl.default(null),
})
export type CreateListingRequest = z.input<typeof createListingRequest>

/** Body of `PATCH /v1/listings/{publisher}/{name}`: the named fields change, the others stay. */
export const updateListingRequest = z
  .strictObject({
    name: listingFields.name.exactOptional(),
    summary: listingFields.summary.exactOptional(),
    description: listingFields.description.exactOptional(),
    tags: listingFields.tags.exactOptional(),
    categories: listingFields.categories.exactOptional(),
    docsUrl: listingFields.docsUrl.exactOptional(),
    repoUrl: listingFields.repoUrl.exactOptional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, "must name at least one field to change")
export type UpdateListingRequest = z.input<typeof updateListingRequest>

/** Body of `PUT /v1/listings/{publisher}/{name}/status`: what a publisher may ask for. */
export const setListingStatusRequest = z.strictObject({ status: z.enum(["published", "unlisted", "draft"]) })
export type SetListingStatusRequest = z.input<typeof setListingStatusRequest>

/** Body of `PUT /v1/listings/{publisher}/{name}/deprecation`: why not to use it any more, and what to use instead. */
export const deprecateListingRequest = z.strictObject({
  message: line(limits.deprecationMessageLengthMax),
  successor: slug.nullable().default(null),
})
export type DeprecateListingRequest = z.input<typeof deprecateListingRequest>

/** Body of `POST /v1/listings/{publisher}/{name}/transfer`: the handle of the publisher it goes to. */
export const transferListingRequest = z.strictObject({ to: handle })
export type TransferListingRequest = z.input<typeof transferListingRequest>
