import type { Call } from "../call.ts"
import { type Preflight, preflight } from "../contracts/preflight.ts"
import type { PublishReleaseRequest, RevokeReleaseRequest } from "../contracts/release-requests.ts"
import {
  type FullRelease,
  fullRelease,
  type PublishedRelease,
  publishedRelease,
  type Release,
  releasePage,
  type RevokedRelease,
  revokedRelease,
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
  /** Takes a release back for good: nobody can install it from then on. Needs `release:revoke`. */
  revoke(slug: string, version: string, body: RevokeReleaseRequest, options?: CallOptions): Call<RevokedRelease>
  /** Tells whether a release could be installed into a target, and what stands against it. */
  preflight(slug: string, version: string, target: string, options?: CallOptions): Call<Preflight>
}

export const releasesOf = (call: Caller): Releases => ({
  publish: (slug, body, options) =>
    call({ method: "POST", path: () => releasesPath(slug), body, reply: publishedRelease }, options),
  list: (slug, query = {}, options) =>
    pagedOf(call, { path: () => releasesPath(slug), query, reply: releasePage }, options),
  get: (slug, version, options) =>
    call({ method: "GET", path: () => releasePath(slug, version), reply: fullRelease }, options),
  revoke: (slug, version, body, options) =>
    call(
      { method: "POST", path: () => `${releasePath(slug, version)}/revocation`, body, reply: revokedRelease },
      options,
    ),
  preflight: (slug, version, target, options) =>
    call(
      { method: "GET", path: () => `${releasePath(slug, version)}/preflight`, query: { target }, reply: preflight },
      options,
    ),
})

const releasesPath = (slug: string) => `${listingPath(slug)}/releases`
const releasePath = (slug: string, version: string) => releasesPath(slug) + path`/${version}`
