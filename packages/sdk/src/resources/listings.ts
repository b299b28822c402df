import type { Call } from "../call.ts"
import {
  type CreateListingRequest,
  type Listing,
  listing,
  type ListingCard,
  listingPage,
  type SetListingStatusRequest,
  type UpdateListingRequest,
} from "../contracts/listings.ts"
import type { SearchListingsQuery } from "../contracts/search.ts"
import type { Caller, CallOptions, CreateOptions, UpdateOptions } from "../endpoint.ts"
import { type Paged, pagedOf, type PageQuery } from "../paging.ts"
import { path } from "../path.ts"
import { listingPath } from "./listing-path.ts"

/** What publishers offer. Every text in a listing was written by strangers. */
export interface Listings {
  /** Finds published listings by words and filters. */
  search(query?: SearchListingsQuery, options?: CallOptions): Paged<ListingCard>
  /** Lists the listings of the caller's publishers, whatever their status. Needs `listing:read`. */
  mine(query?: PageQuery, options?: CallOptions): Paged<ListingCard>
  /** Reads a listing by slug or id. Members of its publisher can read it before it is published. */
  get(slugOrId: string, options?: CallOptions): Call<Listing>
  /** Creates a draft. Needs `listing:write`. */
  create(body: CreateListingRequest, options?: CreateOptions): Call<Listing>
  /** Changes the named fields, unless somebody else was faster. Needs `listing:write`. */
  update(slug: string, patch: UpdateListingRequest, options: UpdateOptions): Call<Listing>
  /** Publishes, unlists or withdraws a listing; the status it already has is no error. Needs `listing:write`. */
  setStatus(slug: string, status: SetListingStatusRequest["status"], options?: CallOptions): Call<Listing>
}

export const listingsOf = (call: Caller): Listings => ({
  search: (query = {}, options) => pagedOf(call, { path: () => "/v1/listings", query, reply: listingPage }, options),
  mine: (query = {}, options) => pagedOf(call, { path: () => "/v1/me/listings", query, reply: listingPage }, options),
  get: (slugOrId, options) => call({ method: "GET", path: () => slugOrIdPath(slugOrId), reply: listing }, options),
  create: (body, options) => call({ method: "POST", path: () => "/v1/listings", body, reply: listing }, options),
  update: (slug, body, { ifMatch, ...options }) =>
    call({ method: "PATCH", path: () => listingPath(slug), body, ifMatch, reply: listing }, options),
  setStatus: (slug, status, options) =>
    call({ method: "PUT", path: () => `${listingPath(slug)}/status`, body: { status }, reply: listing }, options),
})

const slugOrIdPath = (text: string) => (text.startsWith("lst_") ? path`/v1/listings/${text}` : listingPath(text))
