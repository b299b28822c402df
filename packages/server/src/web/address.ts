import type { ListingSort } from "@fleetprompt/sdk/contracts"

/** What a page of results shows; every part stands in its address. */
export interface Wanted {
  readonly q?: string | undefined
  readonly kind?: string | undefined
  readonly target?: string | undefined
  readonly category?: string | undefined
  readonly tag?: string | undefined
  readonly publisher?: string | undefined
  readonly sort?: ListingSort | undefined
  readonly cursor?: string | undefined
}

/** The address of a page is the address in the API without `/v1`. */
export const listingHref = (slug: string): string => `/listings/${slug}`
export const releasesHref = (slug: string): string => `${listingHref(slug)}/releases`
export const compatibilityHref = (slug: string): string => `${listingHref(slug)}/compatibility`
export const activityHref = (slug: string): string => `${listingHref(slug)}/activity`
export const releaseHref = (slug: string, version: string): string =>
  `${releasesHref(slug)}/${encodeURIComponent(version)}`
export const publisherHref = (handle: string): string => `/publishers/${handle}`
export const categoryHref = (category: string): string => `/categories/${category}`
export const tagHref = (tag: string): string => `/tags/${tag}`

/** The same thing for those whose it is: below `/console`. */
export const consoleHref = "/console"
export const ownPublisherHref = (handle: string): string => `${consoleHref}/publishers/${handle}`
export const publisherTrustHref = (handle: string): string => `${ownPublisherHref(handle)}/trusted-publishers`
export const ownListingHref = (slug: string): string => `${consoleHref}/listings/${slug}`

export const compareHref = (slug: string, from: string, to: string): string =>
  `${listingHref(slug)}/compare?${new URLSearchParams({ from, to })}`

export const adminHref = "/admin"
export const caseHref = (slug: string): string => `${adminHref}/listings/${slug}`
export const moderatedPublisherHref = (handle: string): string => `${adminHref}/publishers/${handle}`
export const personHref = (userId: string): string => `${adminHref}/people/${userId}`
export const targetHref = (name: string): string => `${adminHref}/targets/${name}`
export const auditHref = (filter: { subject?: string; actor?: string }): string =>
  `${adminHref}/audit?${new URLSearchParams(filter)}`

/** What an install is asked for with; every part stands in its address. */
export interface WantedInstall {
  readonly listing?: string | undefined
  readonly version?: string | undefined
  readonly target?: string | undefined
  readonly handoff?: string | undefined
  readonly telespaceId?: string | undefined
  readonly roomId?: string | undefined
  readonly orgId?: string | undefined
}

export const installHref = (wanted: WantedInstall): string => `/install?${queryOf(wanted)}`

export function searchHref(wanted: Wanted): string {
  const query = queryOf(wanted)
  return query === "" ? "/listings" : `/listings?${query}`
}

/** What is given, as a query. */
const queryOf = (parts: object): string => {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== "")
  return String(new URLSearchParams(given as [string, string][]))
}
