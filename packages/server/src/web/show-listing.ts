import type { AppContext } from "../domain/context.ts"
import { getListing, movedTo } from "../domain/listings/get.ts"
import { recentInstalls } from "../domain/metrics/installs-by-day.ts"
import { Refusal } from "../domain/refusal.ts"
import { releaseOf } from "../domain/releases/get.ts"
import { releasesOf } from "../domain/releases/list.ts"
import { listTargets } from "../domain/targets/list.ts"
import { type Reply, redirect } from "../http/reply.ts"
import type { Shown } from "./parts/listing-frame.tsx"

/** As many as a picker can hold; the rest is a page away. */
const pickable = 10

/** A listing that is looked at, with what of its pages it does not tell itself. */
export type Opened = Pick<Shown, "listing" | "targets" | "installDays">

/** @throws Refusal NOT_FOUND, LISTING_MOVED. */
export async function openListing(context: AppContext, slug: string): Promise<Opened> {
  const [listing, targets] = await Promise.all([getListing(context, undefined, { slug }), listTargets(context)])
  return { listing, targets, installDays: await recentInstalls(context, listing) }
}

/** The same with its releases and the one of that version, or its latest. @throws Refusal NOT_FOUND. */
export async function withReleases(context: AppContext, opened: Opened, version?: string): Promise<Shown> {
  const { listing } = opened
  const { data: releases } = await releasesOf(context, listing, { limit: pickable })
  // Where every release was revoked the newest stands for the listing, and says so.
  const wanted = version ?? listing.latestVersion ?? releases[0]?.version
  const known = releases.find((release) => release.version === wanted)
  const release = known ?? (wanted === undefined ? undefined : await releaseOf(context, listing, wanted))
  return { ...opened, release, releases }
}

/** Both at once. @throws Refusal NOT_FOUND, LISTING_MOVED. */
export const showListing = async (context: AppContext, slug: string): Promise<Shown> =>
  await withReleases(context, await openListing(context, slug))

/** What a listing's pages depend on. Its publisher and releases are not among it: with each change of them the row moves. */
export const partsOf = ({ listing, targets, installDays }: Opened): unknown[] => [
  listing.listingId,
  listing.rowVersion,
  listing.installs,
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
