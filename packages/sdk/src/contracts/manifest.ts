import * as z from "zod"
import { limits } from "./limits.ts"
import { listingFields } from "./listing-requests.ts"
import { assetKinds } from "./listings.ts"
import { releaseFields } from "./release-requests.ts"
import { slug } from "./slug.ts"
import { line } from "./text.ts"

const file = z
  .string()
  .min(1)
  .max(limits.urlLengthMax)
  .describe("A path relative to the manifest; it may not leave the manifest's folder.")

const fileReference = z.strictObject({ file })

const imageReference = z.strictObject({
  file,
  alt: line(limits.imageAltLengthMax).describe("What the picture shows, for those who cannot see it."),
})

/** The listing part of a manifest. What is left out is emptied on the registry: the manifest is the desired state. Images alone may be kept elsewhere. */
const manifestListing = z.strictObject({
  slug: slug.describe("publisher/name, as people type it."),
  assetKind: z.enum(assetKinds).describe("What the listing describes. It cannot change later."),
  name: listingFields.name.describe("The name people read."),
  summary: listingFields.summary.describe("One line for lists and search results."),
  description: z
    .union([listingFields.description, fileReference])
    .default("")
    .describe("Markdown, or the file that holds it."),
  tags: listingFields.tags.default([]),
  categories: listingFields.categories.default([]),
  docsUrl: listingFields.docsUrl.default(null),
  repoUrl: listingFields.repoUrl.default(null),
  images: z
    .array(imageReference)
    .max(limits.imagesPerListingMax, `must have at most ${limits.imagesPerListingMax} images`)
    .exactOptional()
    .describe("Its pictures in order, PNG, JPEG, WebP or AVIF. Left out, they stay as they are."),
})

/** The release part of a manifest: one immutable version. */
const manifestRelease = z.strictObject({
  ...releaseFields,
  notes: z
    .union([releaseFields.notes, fileReference])
    .default("")
    .describe("What changed: Markdown, or the file that holds it."),
})

const head = { $schema: z.string().optional(), manifestVersion: z.literal(1) }
const entry = { listing: manifestListing, release: manifestRelease }

/** `fleetprompt.yaml`: one listing and the release it should have. */
export const manifest = z.strictObject({ ...head, ...entry })
export type Manifest = z.output<typeof manifest>
export type ManifestInput = z.input<typeof manifest>

/** `fleetprompt.yaml` of a repository that holds several: each listing with its release. */
export const manifestOfSeveral = z.strictObject({
  ...head,
  listings: z.array(z.strictObject(entry)).min(1, "must name at least one listing").max(limits.manifestListingsMax),
})
export type ManifestOfSeveral = z.output<typeof manifestOfSeveral>

/** JSON Schema (2020-12) of the manifest, made from the same source, for editors. */
export function manifestJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(z.union([manifest, manifestOfSeveral]), { io: "input" })
  return { title: "FleetPrompt manifest", ...schema }
}
