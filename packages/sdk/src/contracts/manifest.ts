import * as z from "zod"
import { limits } from "./limits.ts"
import { assetKinds, listingFields } from "./listings.ts"
import { releaseFields } from "./releases.ts"
import { slug } from "./slug.ts"

const fileReference = z.strictObject({
  file: z
    .string()
    .min(1)
    .max(limits.urlLengthMax)
    .describe("A path relative to the manifest; it may not leave the manifest's folder."),
})

/** The listing part of a manifest. What is left out is emptied on the registry: the manifest is the desired state. */
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
})

/** The release part of a manifest: one immutable version. */
const manifestRelease = z.strictObject({
  ...releaseFields,
  notes: z
    .union([releaseFields.notes, fileReference])
    .default("")
    .describe("What changed: Markdown, or the file that holds it."),
})

/** `fleetprompt.yaml`: one listing and the release it should have. */
export const manifest = z.strictObject({
  $schema: z.string().optional(),
  manifestVersion: z.literal(1),
  listing: manifestListing,
  release: manifestRelease,
})
export type Manifest = z.output<typeof manifest>
export type ManifestInput = z.input<typeof manifest>

/** JSON Schema (2020-12) of the manifest, made from the same source, for editors. */
export function manifestJsonSchema(): Record<string, unknown> {
  return { title: "FleetPrompt manifest", ...z.toJSONSchema(manifest, { io: "input" }) }
}
