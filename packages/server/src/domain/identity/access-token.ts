import { type Scope, scopes } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import { becomeKnown } from "./known-user.ts"
import type { UserPrincipal } from "./user.ts"

/** Checks access tokens of the identity provider. */
export interface AccessTokenVerifier {
  /** Never throws for a bad token or an absent provider: both are answers. */
  verify(token: string): Promise<VerifiedToken | "invalid" | "expired" | "unavailable">
}

/** What the provider says in a token whose signature, issuer, audience and times are right. */
export interface VerifiedToken {
  readonly iss: string
  readonly sub: string
  /** The `scope` claim: words with blanks between them. */
  readonly scope: string | undefined
  readonly expiresAtMs: number
}

/**
 * Turns an access token into the person it stands for, who becomes known here when first seen.
 * @throws Refusal UNAUTHENTICATED, TOKEN_EXPIRED, IDENTITY_PROVIDER_UNAVAILABLE.
 */
export async function authenticateAccessToken(
  context: AppContext,
  verifier: AccessTokenVerifier,
  token: string,
  requestId: string,
): Promise<UserPrincipal> {
  const verified = await verifier.verify(token)
  if (verified === "invalid") {
    throw new Refusal("UNAUTHENTICATED", "The access token was not issued for this registry by its identity provider.")
  }
  if (verified === "expired") throw new Refusal("TOKEN_EXPIRED", "This access token has expired.")
  if (verified === "unavailable") {
    throw new Refusal("IDENTITY_PROVIDER_UNAVAILABLE", "The identity provider cannot be reached to check the token.")
  }
  const known = await context.store.read.users.findByIdentity(verified.iss, verified.sub)
  const user = known ?? (await context.store.transaction((tx) => becomeKnown(context, tx, verified, requestId)))
  const credential = {
    kind: "access_token",
    scopes: scopesOf(verified.scope),
    listingIds: null,
    expiresAtMs: verified.expiresAtMs,
  } as const
  return { kind: "user", user, credential }
}

/** Scopes of OpenID Connect itself, which say nothing about a registry. */
const standardScopes: ReadonlySet<string> = new Set("openid profile email address phone offline_access".split(" "))

/**
 * What a `scope` claim allows here: our own words in it. A claim without any word of an API's allows everything a
 * signed-in person may do; one that names words we do not know allows nothing by them.
 */
function scopesOf(claim: string | undefined): readonly Scope[] {
  const words = new Set((claim ?? "").split(" ").filter((word) => word !== "" && !standardScopes.has(word)))
  return words.size === 0 ? scopes : scopes.filter((scope) => words.has(scope))
}
