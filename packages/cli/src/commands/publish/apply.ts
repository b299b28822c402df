import type { FleetPrompt } from "@fleetprompt/sdk"
import type { LoadedManifest } from "../../manifest/load.ts"
import type { Plan } from "./plan.ts"

/** How things stand after a publish. */
export interface Applied {
  readonly release: Plan["release"]["action"]
  readonly digest: string
  readonly status: string
}

/**
 * Takes the steps of a plan in the order that never shows readers half a change: the listing, its release, and only
 * then the publication. Each step may be repeated, so a publish cut short is finished by running it again.
 */
export async function applyPlan(client: FleetPrompt, manifest: LoadedManifest, plan: Plan): Promise<Applied> {
  const { listing, release } = manifest
  const { slug } = listing
  if (plan.listing.action === "created") await client.listings.create(listing)
  if (plan.listing.action === "updated") {
    await client.listings.update(slug, plan.listing.patch, { ifMatch: plan.listing.etag })
  }
  const published = await client.releases.publish(slug, release)
  if (published.release.digest !== manifest.digest) {
    throw new Error(`The registry stored ${slug}@${release.version} with another digest than it was sent with.`)
  }
  const isToPublish = plan.status.from === "draft" && plan.status.to === "published"
  const status = isToPublish ? (await client.listings.setStatus(slug, "published")).status : published.listingStatus
  return { release: published.result === "created" ? "created" : "unchanged", digest: published.release.digest, status }
}
