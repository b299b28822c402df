import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import { receiptsOf } from "@fleetprompt/sdk/receipts"
import type { ManifestEntry } from "../../manifest/load.ts"
import { applyImages } from "./images.ts"
import type { Plan } from "./plan.ts"

/** How things stand after a publish. */
export interface Applied {
  readonly release: Plan["release"]["action"]
  readonly digest: string
  readonly status: string
  /** What the registry signed about the release, a compact JWS. */
  readonly receipt: string
}

/**
 * Takes the steps of a plan in the order that never shows readers half a change: the listing, its images, its release,
 * and only then the publication. Each step may be repeated, so a publish cut short is finished by running it again.
 */
export async function applyPlan(client: FleetPrompt, entry: ManifestEntry, plan: Plan): Promise<Applied> {
  const { listing } = entry
  const { slug } = listing
  if (plan.listing.action === "created") await client.listings.create(listing)
  if (plan.listing.action === "updated" && plan.listing.change !== undefined) {
    await client.listings.update(slug, plan.listing.change.patch, { ifMatch: plan.listing.change.etag })
  }
  if (plan.images !== undefined) await applyImages(client, slug, plan.images)
  const published = await publishRelease(client, entry, plan)
  const isToPublish = plan.status.from === "draft" && plan.status.to === "published"
  const status = isToPublish ? (await client.listings.setStatus(slug, "published")).status : published.status
  return { ...published, status }
}

async function publishRelease(client: FleetPrompt, entry: ManifestEntry, plan: Plan): Promise<Applied> {
  const { listing, release, digest } = entry
  if (plan.release.action === "skipped") {
    const { jws: receipt } = await receiptsOf(client).get(listing.slug, release.version)
    return { ...plan.release, release: "skipped", status: plan.status.from, receipt }
  }
  const published = await client.releases.publish(listing.slug, release)
  if (published.release.digest !== digest) {
    throw new Error(`The registry stored ${listing.slug}@${release.version} with another digest than it was sent with.`)
  }
  const action = published.result === "created" ? "created" : "unchanged"
  return { release: action, digest, status: published.listingStatus, receipt: published.receipt }
}
