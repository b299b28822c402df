import type { AppContext } from "../domain/context.ts"
import { movedTo } from "../domain/listings/get.ts"
import { recentInstalls } from "../domain/metrics/installs-by-day.ts"
import { Refusal } from "../domain/refusal.ts"
import { getRelease } from "../domain/releases/get.ts"
import { listReleases } from "../domain/releases/list.ts"
import { listTargets } from "../domain/targets/list.ts"
import { type Reply, redirect } from "../http/reply.ts"
import type { Shown } from "./parts/listing-frame.tsx"

/** As many as a picker can hold; the rest is a page away. */
const pickable = 10

/** A listing with its release of that version, or its latest. @throws Refusal NOT_FOUND, LISTING_MOVED. */
export async function showListing(context: AppContext, slug: string, version?: string): Promise<Shown> {
  const [{ listing, releases }, targets] = await Promise.all([
    listReleases(context, undefined, slug, { limit: pickable }),
    listTargets(context),
  ])
  // Where every release was revoked the newest stands for the listing, and says so.
  const wanted = version ?? listing.latestVersion ?? releases.data[0]?.version
  const known = releases.data.find((release) => release.version === wanted)
  const release =
    known ?? (wanted === undefined ? undefined : (await getRelease(context, undefined, slug, wanted)).release)
  const installDays = await recentInstalls(context, listing)
  return { listing, release, releases: releases.data, targets, installDays }
}

/** What of a listing's frame its pages depend on. */
export const partsOf = ({ listing, release, releases, targets, installDays }: Shown): unknown[] => [
  listing.listingId,
  listing.rowVersion,
  listing.installs,
  release?.releaseId,
  release?.status,
  releases.map(({ releaseId, status }) => [releaseId, status]),
  targets.map(({ name, targetSystem, assetKinds }) => [name, targetSystem, assetKinds]),
  // Which days they are is known from the day it is.
  installDays.map(({ count }) => count),
]

/** Answers with `work`, or leads on where the listing has another slug now. */
export async function orMoved(
  context: AppContext,
  slug: string,
  hrefOf: (slug: string) => string,
  work: () => Promise<Reply>,
): Promise<Reply> {
  try {
    return await work()
  } catch (error) {
    const moved = error instanceof Refusal && error.code === "LISTING_MOVED" ? await movedTo(context, slug) : undefined
    if (moved === undefined) throw error
    return redirect(hrefOf(moved), 308)
  }
}
