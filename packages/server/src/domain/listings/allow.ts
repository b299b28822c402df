import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"

/**
 * Holds a token that was made for certain listings to those. A new listing has no id they could have, and is never among them.
 * @throws Refusal LISTING_NOT_ALLOWED.
 */
export function requireAllowedListing({ credential }: UserPrincipal, listingId: string): void {
  if (credential.listingIds === null || credential.listingIds.includes(listingId)) return
  throw new Refusal("LISTING_NOT_ALLOWED", "This token may change the listings it was made for, and no others.")
}
