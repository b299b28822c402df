import type { Call } from "../call.ts"
import { callerOf, type Client } from "../caller-of.ts"
import type { Slug } from "../contracts/slug.ts"
import {
  type AddTrustedPublisherRequest,
  type CheckCiTokenRequest,
  type CheckedCiToken,
  checkedCiToken,
  type EndedCiToken,
  endedCiToken,
  type ExchangedToken,
  exchangedToken,
  type ExchangeRequest,
  publisherTrustedPublishers,
  type TrustedPublisher,
  trustedPublisher,
  type TrustedPublisherList,
  trustedPublisherList,
  type TrustedPublishingRule,
  trustedPublishingRule,
} from "../contracts/trusted-publishing.ts"
import type { CallOptions } from "../endpoint.ts"
import { path } from "../path.ts"
import { listingPath } from "../resources/listing-path.ts"

/** Publishing from a CI without a secret: whom a publisher trusts, and what a run does with its CI's own token. */
export interface TrustedPublishing {
  /** Whose runs may publish a listing, also one that is not there yet. */
  list(slug: Slug, options?: CallOptions): Call<TrustedPublisherList>
  /** The same for all listings of a publisher. */
  listOfPublisher(handle: string, options?: CallOptions): Call<{ data: TrustedPublisher[] }>
  /** Lets runs of a repository publish a listing. Needs a session of an owner; the same words again change nothing. */
  add(slug: Slug, body: AddTrustedPublisherRequest, options?: CallOptions): Call<TrustedPublisher>
  /** Ends what a repository's runs may publish, with every token they hold. Needs a session of an owner. */
  remove(slug: Slug, trustedPublisherId: string, options?: CallOptions): Call<TrustedPublisher>
  /** Says whether a listing takes releases from its trusted publishers alone. Needs a session of an owner. */
  require(slug: Slug, isRequired: boolean, options?: CallOptions): Call<TrustedPublishingRule>
  /** Exchanges a CI's token for one that publishes one version with one digest. Each can be exchanged once. */
  exchange(body: ExchangeRequest, options?: CallOptions): Call<ExchangedToken>
  /** Says what an exchange would, claim by claim, and uses nothing up. */
  check(body: CheckCiTokenRequest, options?: CallOptions): Call<CheckedCiToken>
  /** Ends the token this client has, before its minutes are over. */
  revoke(options?: CallOptions): Call<EndedCiToken>
}

/**
 * The part of the API about trusted publishing, loaded apart because most programs have a token.
 * @example
 * const { token } = await trustedPublishingOf(fp).exchange({ oidcToken, listing: "acme/triage", version, digest })
 */
export function trustedPublishingOf(client: Client): TrustedPublishing {
  const call = client[callerOf]
  return {
    list: (slug, options) => call({ method: "GET", path: () => at(slug), reply: trustedPublisherList }, options),
    listOfPublisher: (handle, options) =>
      call(
        {
          method: "GET",
          path: () => path`/v1/publishers/${handle}/trusted-publishers`,
          reply: publisherTrustedPublishers,
        },
        options,
      ),
    add: (slug, body, options) =>
      call({ method: "POST", path: () => at(slug), body, reply: trustedPublisher }, options),
    remove: (slug, trustedPublisherId, options) =>
      call({ method: "DELETE", path: () => at(slug) + path`/${trustedPublisherId}`, reply: trustedPublisher }, options),
    require: (slug, requireTrustedPublishing, options) =>
      call(
        {
          method: "PUT",
          path: () => `${listingPath(slug)}/trusted-publishing`,
          body: { requireTrustedPublishing },
          reply: trustedPublishingRule,
        },
        options,
      ),
    // A repetition would find the token used up, so whoever calls repeats with another one.
    exchange: (body, options) =>
      call(
        { method: "POST", path: () => "/v1/trusted-publishing/exchange", body, reply: exchangedToken },
        { maxRetries: 0, ...options },
      ),
    check: (body, options) =>
      call({ method: "POST", path: () => "/v1/trusted-publishing/check", body, reply: checkedCiToken }, options),
    revoke: (options) =>
      call({ method: "DELETE", path: () => "/v1/trusted-publishing/token", reply: endedCiToken }, options),
  }
}

const at = (slug: Slug): string => `${listingPath(slug)}/trusted-publishers`
