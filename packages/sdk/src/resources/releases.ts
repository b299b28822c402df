import type { Call } from "../call.ts"
import {
  type FullRelease,
  fullRelease,
  type PublishedRelease,
  publishedRelease,
  type PublishReleaseRequest,
  type Release,
  releasePage,
} from "../contracts/releases.ts"
import type { Caller, CallOptions, CreateOptions } from "../endpoint.ts"
import { type Paged, pagedOf, type PageQuery } from "../paging.ts"
import { path } from "../path.ts"
import { listingPath } from "./listing-path.ts"

/** The immutable versions of a listing. */
export interface Releases {
  /**
   * Publishes a version; `unchanged` where it already holds this content. Needs `release:publish`.
   * @throws ApiError `VERSION_EXISTS` where it holds other content; `issues` names the fields.
   */
  publish(slug: string, body: PublishReleaseRequest, options?: CreateOptions): Call<PublishedRelease>
  /** Lists a listing's releases, most recently published first. */
  list(slug: string, query?: PageQuery, options?: CallOptions): Paged<Release>
  /** Reads one release. */
  get(slug: string, version: string, options?: CallOptions): Call<FullRelease>
}

export const releasesOf = (call: Caller): Releases => ({
  publish: (slug, body, options) =>
    call({ method: "POST", path: () => releasesPath(slug), body, reply: publishedRelease }, options),
  list: (slug, query = {}, options) =>
    pagedOf(call, { path: () => releasesPath(slug), query, reply: releasePage }, options),
  get: (slug, version, options) =>
    call({ method: "GET", path: () => releasesPath(slug) + path`/${version}`, reply: fullRelease }, options),
})

const releasesPath = (slug: string) => `${listingPath(slug)}/releases`
