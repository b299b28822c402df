import type { Call } from "../call.ts"
import { type Suspension, suspension } from "../contracts/complaints.ts"
import {
  type ListSuspensionsQuery,
  type ModeratedListing,
  moderatedListing,
  type SuspendListingRequest,
  suspensionPage,
} from "../contracts/moderation.ts"
import { splitSlug } from "../contracts/slug.ts"
import type { Caller, CallOptions } from "../endpoint.ts"
import { type Paged, pagedOf } from "../paging.ts"
import { path } from "../path.ts"
import { requireSlug } from "../resources/listing-path.ts"

/** Taking listings down, and putting them back. */
export interface ListingModeration {
  /** Reads a listing whatever its status, and why it is suspended. */
  get(slug: string, options?: CallOptions): Call<ModeratedListing>
  /** Takes a listing down with everything of it; the same again is no error. */
  suspend(slug: string, body: SuspendListingRequest, options?: CallOptions): Call<Suspension>
  /** Puts it back to the status it had; one that is not suspended is no error. */
  restore(slug: string, options?: CallOptions): Call<ModeratedListing>
  /** Lists what is suspended, newest first. */
  suspensions(query?: ListSuspensionsQuery, options?: CallOptions): Paged<Suspension>
}

export const listingModerationOf = (call: Caller): ListingModeration => ({
  get: (slug, options) => call({ method: "GET", path: () => moderatedPath(slug), reply: moderatedListing }, options),
  suspend: (slug, body, options) =>
    call({ method: "PUT", path: () => `${moderatedPath(slug)}/suspension`, body, reply: suspension }, options),
  restore: (slug, options) =>
    call({ method: "DELETE", path: () => `${moderatedPath(slug)}/suspension`, reply: moderatedListing }, options),
  suspensions: (query = {}, options) =>
    pagedOf(call, { path: () => "/v1/admin/suspensions", query, reply: suspensionPage }, options),
})

function moderatedPath(text: string): string {
  const { publisher, name } = splitSlug(requireSlug(text))
  return path`/v1/admin/listings/${publisher}/${name}`
}
