import type * as wire from "@fleetprompt/sdk/contracts"
import type { PersonalToken } from "../../domain/identity/user.ts"

/** A token as its owner sees it: no secret, and no hash of one. */
export const ownToken = (token: PersonalToken): wire.PersonalToken => ({
  tokenId: token.tokenId,
  name: token.name,
  scopes: [...token.scopes],
  listingIds: token.listingIds && [...token.listingIds],
  createdAtMs: token.createdAtMs,
  expiresAtMs: token.expiresAtMs,
  revokedAtMs: token.revokedAtMs,
  lastUsedAtMs: token.lastUsedAtMs,
})
