import type { Call } from "../call.ts"
import type {
  CreateListingRequest,
  DeprecateListingRequest,
  SetListingStatusRequest,
  TransferListingRequest,
  UpdateListingRequest,
} from "../contracts/listing-requests.ts"
import {
  type DeletedListing,
  deletedListing,
  type Listing,
  listing,
  type ListingCard,
  listingPage,
} from "../contracts/listings.ts"
import type { AppealRequest, ReportListingRequest } from "../contracts/complaint-requests.ts"
import { type ReportReceipt, reportReceipt, type Suspension, suspension } from "../contracts/complaints.ts"
import { type ListingMetrics, listingMetrics, type ListingMetricsQuery } from "../contracts/metrics.ts"
import { type ListingSearchPage, listingSearchPage } from "../contracts/search.ts"
import type { SearchListingsQuery } from "../contracts/search-requests.ts"
import type { Caller, CallOptions, CreateOptions, UpdateOptions } from "../endpoint.ts"
import { type Paged, pagedOf, type PageQuery } from "../paging.ts"
import { path } from "../path.ts"
import { listingPath } from "./listing-path.ts"

/** What publishers offer. Every text in a listing was written by strangers. */
export interface Listings {
  /**
   * Finds published listings by words and filters. The first page also holds how many matches have which kind,
   * category and tag, and, where nothing matches, what may have been meant.
   */
  search(query?: SearchListingsQuery, options?: CallOptions): Paged<ListingCard, ListingSearchPage>
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
  /** Says why not to use a listing any more, and what instead. Needs `listing:write`. */
  deprecate(slug: string, body: DeprecateListingRequest, options?: CallOptions): Call<Listing>
  /** Takes that back. Needs `listing:write`. */
  liftDeprecation(slug: string, options?: CallOptions): Call<Listing>
  /** Moves a listing to another publisher the caller belongs to. Needs `publisher:write`. */
  transfer(slug: string, body: TransferListingRequest, options?: CreateOptions): Call<Listing>
  /**
   * Deletes a draft that was never public. Needs `listing:write`.
   * @throws ApiError `LISTING_WAS_PUBLIC`.
   */
  delete(slug: string, options?: CallOptions): Call<DeletedListing>
  /** Reads how often it was viewed and installed, day by day, for members. Needs `listing:read`. */
  metrics(slug: string, query?: ListingMetricsQuery, options?: CallOptions): Call<ListingMetrics>
  /** Tells the moderators that something is wrong with a listing. Needs no credential. */
  report(slug: string, body: ReportListingRequest, options?: CreateOptions): Call<ReportReceipt>
  /** Reads why a listing of the caller's publishers is suspended. Needs `listing:read`. */
  suspension(slug: string, options?: CallOptions): Call<Suspension>
  /** Objects to a suspension, once. Needs `listing:write`. */
  appeal(slug: string, body: AppealRequest, options?: CallOptions): Call<Suspension>
}

export const listingsOf = (call: Caller): Listings => {
  const put = (slug: string, what: string, body: unknown, options: CallOptions | undefined) =>
    call({ method: "PUT", path: () => listingPath(slug) + what, body, reply: listing }, options)
  return {
    search: (query = {}, options) =>
      pagedOf(call, { path: () => "/v1/listings", query, reply: listingSearchPage }, options),
    mine: (query = {}, options) => pagedOf(call, { path: () => "/v1/me/listings", query, reply: listingPage }, options),
    get: (slugOrId, options) => call({ method: "GET", path: () => slugOrIdPath(slugOrId), reply: listing }, options),
    create: (body, options) => call({ method: "POST", path: () => "/v1/listings", body, reply: listing }, options),
    update: (slug, body, { ifMatch, ...options }) =>
      call({ method: "PATCH", path: () => listingPath(slug), body, ifMatch, reply: listing }, options),
    setStatus: (slug, status, options) => put(slug, "/status", { status }, options),
    deprecate: (slug, body, options) => put(slug, "/deprecation", body, options),
    liftDeprecation: (slug, options) =>
      call({ method: "DELETE", path: () => `${listingPath(slug)}/deprecation`, reply: listing }, options),
    transfer: (slug, body, options) =>
      call({ method: "POST", path: () => `${listingPath(slug)}/transfer`, body, reply: listing }, options),
    delete: (slug, options) =>
      call({ method: "DELETE", path: () => listingPath(slug), reply: deletedListing }, options),
    metrics: (slug, query = {}, options) =>
      call({ method: "GET", path: () => `${listingPath(slug)}/metrics`, query, reply: listingMetrics }, options),
    report: (slug, body, options) =>
      call({ method: "POST", path: () => `${listingPath(slug)}/reports`, body, reply: reportReceipt }, options),
    suspension: (slug, options) =>
      call({ method: "GET", path: () => `${listingPath(slug)}/suspension`, reply: suspension }, options),
    appeal: (slug, body, options) =>
      call({ method: "PUT", path: () => `${listingPath(slug)}/appeal`, body, reply: suspension }, options),
  }
}

const slugOrIdPath = (text: string) => (text.startsWith("lst_") ? path`/v1/listings/${text}` : listingPath(text))
