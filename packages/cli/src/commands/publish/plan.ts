import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import {
  canonicalJson,
  differingFields,
  jsonPointer,
  type Listing,
  type Release,
  type Scope,
  type UpdateListingRequest,
  updateListingRequest,
  type Whoami,
} from "@fleetprompt/sdk/contracts"
import { CliError } from "../../errors.ts"
import type { ManifestEntry } from "../../manifest/load.ts"
import { ifThere } from "../if-there.ts"
import { requirePublisher } from "../publisher/require.ts"
import { type ImagesStep, imagesStep } from "./images.ts"

/** The change a listing needs. */
export type ListingStep =
  | { readonly action: "created" }
  | { readonly action: "updated"; readonly fields: readonly string[]; readonly change: ListingChange | undefined }
  | { readonly action: "unchanged" }

/** The words of a listing that change, and what was read of it before. */
interface ListingChange {
  readonly patch: UpdateListingRequest
  readonly etag: string
}

/** What becomes of the release. `skipped` where that version is there and was not to be looked at. */
interface ReleaseStep {
  readonly action: "created" | "unchanged" | "skipped"
  /** Of the release that is there, else of the manifest's. */
  readonly digest: string
  readonly isRevoked: boolean
}

/** What has to happen so that the registry holds what the manifest says. */
export interface Plan {
  readonly listing: ListingStep
  /** Where the listing shows other images than it should. */
  readonly images: ImagesStep | undefined
  readonly release: ReleaseStep
  /** The listing's status before, and after every step. */
  readonly status: { readonly from: string; readonly to: string }
}

/** What a version that is there already means: an error unless its content is the same, nothing to do, or an error. */
export const onExistsChoices = ["verify", "skip", "fail"] as const
export type OnExists = (typeof onExistsChoices)[number]

interface PlanOptions {
  /** Leave a draft a draft. */
  readonly staysDraft: boolean
  readonly onExists: OnExists
}

/**
 * Compares the manifest with the registry, by reading alone. Whatever would stop the publish half-way stops it here,
 * before the first change: a publisher that is not the caller's, a missing scope, a version with other content.
 * @throws CliError
 */
export async function planPublish(
  client: FleetPrompt,
  caller: Whoami | undefined,
  entry: ManifestEntry,
  options: PlanOptions,
): Promise<Plan> {
  const { listing: wanted, release } = entry
  const [found, published] = await Promise.all([
    ifThere(client.listings.get(wanted.slug).withResponse()),
    ifThere(client.releases.get(wanted.slug, release.version)),
  ])
  if (caller !== undefined) await requirePublisher(client, caller, wanted.slug)
  // Without this scope a draft cannot be told from a listing that is not there.
  if (found === undefined) requireScope(caller, "listing:read")
  const images = imagesStep(entry.images, found?.data.images)
  const listing = listingStep(entry, images !== undefined, found?.data, found?.meta.etag)
  const from = found?.data.status ?? "draft"
  const to = from === "draft" && !options.staysDraft ? "published" : from
  const plan = { listing, images, release: releaseStep(entry, published, options.onExists), status: { from, to } }
  if (listing.action !== "unchanged" || from !== to) requireScope(caller, "listing:write")
  if (plan.release.action !== "skipped") requireScope(caller, "release:publish")
  return plan
}

/** A run has no scopes: its token says what it is for. */
function requireScope(caller: Whoami | undefined, scope: Scope): void {
  if (caller === undefined || caller.credential.scopes.includes(scope)) return
  throw new CliError({
    code: "INSUFFICIENT_SCOPE",
    message: `The token lacks the scope ${scope}, which this publish needs.`,
    remedy: `Run \`fleetprompt login\`, or set FLEETPROMPT_TOKEN to a token that has ${scope}.`,
  })
}

export const editableFields = ["name", "summary", "description", "tags", "categories", "docsUrl", "repoUrl"] as const

function listingStep(
  { listing: wanted }: ManifestEntry,
  otherImages: boolean,
  found: Listing | undefined,
  etag: string | undefined,
): ListingStep {
  if (found === undefined) return { action: "created" }
  if (found.assetKind !== wanted.assetKind) throw kindDiffers(wanted.slug, found.assetKind)
  if (found.status === "suspended") throw suspended(wanted.slug)
  const differing = editableFields.filter((field) => canonicalJson(found[field]) !== canonicalJson(wanted[field]))
  const fields = otherImages ? [...differing, "images"] : differing
  if (fields.length === 0) return { action: "unchanged" }
  if (differing.length === 0) return { action: "updated", fields, change: undefined }
  if (etag === undefined) throw new Error("The registry sent a listing without an ETag.")
  const patch = updateListingRequest.parse(Object.fromEntries(differing.map((field) => [field, wanted[field]])))
  return { action: "updated", fields, change: { patch, etag } }
}

function releaseStep(entry: ManifestEntry, published: Release | undefined, onExists: OnExists): ReleaseStep {
  const { release: wanted, digest } = entry
  if (published === undefined) return { action: "created", digest, isRevoked: false }
  const found = { digest: published.digest, isRevoked: published.status === "revoked" }
  if (onExists === "skip") return { action: "skipped", ...found }
  if (onExists === "fail") throw versionThere(wanted.version)
  if (published.digest === digest) return { action: "unchanged", ...found }
  throw new CliError({
    code: "VERSION_EXISTS",
    message: `Version ${wanted.version} is already published with other content.`,
    remedy: "Raise release.version in the manifest; a published release never changes.",
    findings: differingFields(published, wanted).map((pointer) => ({
      pointer: `${jsonPointer(entry.root)}/release${pointer}`,
      code: "differs",
      message: "differs from the published release",
    })),
  })
}

const versionThere = (version: string) =>
  new CliError({
    code: "VERSION_EXISTS",
    message: `Version ${version} is already published.`,
    remedy: "Raise release.version in the manifest, or leave out --on-exists fail to accept the same content.",
  })

const kindDiffers = (slug: string, kind: string) =>
  new CliError({
    code: "ASSET_KIND_DIFFERS",
    message: `${slug} is a listing of kind ${kind}, and the kind of a listing never changes.`,
    remedy: `Set listing.assetKind to ${kind} in the manifest, or choose another slug.`,
  })

const suspended = (slug: string) =>
  new CliError({
    code: "INVALID_STATE_TRANSITION",
    message: `${slug} is suspended by the registry's moderators and takes no changes.`,
    remedy: "Ask the operator of this registry why, and what would lift it.",
  })
