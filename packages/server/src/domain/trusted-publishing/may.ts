import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { liveToken } from "./authenticate.ts"
import type { CiPrincipal } from "./trusted-publisher.ts"

/** Who may bring a listing and its releases to what a manifest says: a member, or a run that was let in. */
export type Publishing = UserPrincipal | CiPrincipal

/** @throws Refusal LISTING_NOT_ALLOWED, whether there is such a listing or not. */
export function requireOwnSlug({ token }: CiPrincipal, slug: string): void {
  if (slug !== token.slug) throw new Refusal("LISTING_NOT_ALLOWED", `This token of a run is for ${token.slug} alone.`)
}

/**
 * Makes sure, in the transaction that writes, that the token is still what it was when the request came in, and its
 * publisher the one it was given for.
 * @throws Refusal LISTING_NOT_ALLOWED, UNAUTHENTICATED, TOKEN_REVOKED, TOKEN_EXPIRED.
 */
export async function requireLiveRun(
  context: Pick<AppContext, "nowMs">,
  tx: Transaction,
  caller: CiPrincipal,
  at: { readonly slug: string; readonly publisherId: string },
): Promise<void> {
  requireOwnSlug(caller, at.slug)
  const token = liveToken(await tx.trustedPublishing.findToken(caller.token.tokenHash), context.nowMs())
  if (token.publisherId !== at.publisherId) {
    throw new Refusal("LISTING_NOT_ALLOWED", "The listing belongs to another publisher by now.")
  }
}
