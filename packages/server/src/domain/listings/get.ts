import { splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { notFound, Refusal } from "../refusal.ts"
import { type Publishing, requireOwnSlug } from "../trusted-publishing/may.ts"
import { isPublic, type Listing, slugOf } from "./listing.ts"

/** A listing as an address names it: by its slug, or by its id. */
export type ListingAddress = { readonly slug: string } | { readonly listingId: string }

/**
 * A listing for a reader: public ones for everybody, the others for members of the publisher alone, and to
 * a run its own.
 * @throws Refusal LISTING_NOT_ALLOWED for a run that reads another; NOT_FOUND, the same whether it is missing or hidden; LISTING_MOVED for the old slug of a public one.
 */
export async function getListing(
  context: AppContext,
  reader: Publishing | undefined,
  address: ListingAddress,
): Promise<Listing> {
  if (reader?.kind === "ci") requireOwnSlug(reader, "slug" in address ? address.slug : "")
  const listing = await find(context, address)
  if (listing === undefined && "slug" in address) await refuseMoved(context, address.slug)
  if (listing === undefined || !(await mayRead(context, reader, listing))) throw notFound("listing")
  return listing
}

/** Readers of an address a public listing left are told where it went; of any other they learn nothing. */
async function refuseMoved(context: AppContext, slug: string): Promise<void> {
  const moved = await movedTo(context, slug)
  if (moved !== undefined) throw new Refusal("LISTING_MOVED", `${slug} is ${moved} now.`)
}

/** The slug a public listing has now that had this one before. */
export async function movedTo(context: AppContext, slug: string): Promise<string | undefined> {
  const { publisher, name } = splitSlug(slug)
  const moved = await context.store.read.listings.findByFormerSlug(publisher, name)
  return moved !== undefined && isPublic(moved.status) ? slugOf(moved) : undefined
}

async function find(context: AppContext, address: ListingAddress): Promise<Listing | undefined> {
  if ("listingId" in address) return await context.store.read.listings.findById(address.listingId)
  const { publisher, name } = splitSlug(address.slug)
  return await context.store.read.listings.findBySlug(publisher, name)
}

async function mayRead(context: AppContext, reader: Publishing | undefined, listing: Listing): Promise<boolean> {
  if (isPublic(listing.status)) return true
  if (reader?.kind === "ci") return reader.token.publisherId === listing.publisher.publisherId
  if (reader === undefined || !reader.credential.scopes.includes("listing:read")) return false
  return (await context.store.read.publishers.roleOf(listing.publisher.publisherId, reader.user.userId)) !== undefined
}
