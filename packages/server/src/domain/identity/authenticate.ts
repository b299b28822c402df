import { credentialKind, type Scope } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import { authenticateSession } from "../sessions/authenticate.ts"
import { authenticateAccessToken } from "./access-token.ts"
import type { TokenCredential, UserPrincipal } from "./user.ts"

/**
 * Turns a credential into the person it stands for: a personal token, a CLI session, or an access token where an identity
 * provider is connected. A locked account is locked out whatever it shows.
 * @throws Refusal UNAUTHENTICATED, TOKEN_REVOKED, TOKEN_EXPIRED, ACCOUNT_LOCKED, IDENTITY_PROVIDER_UNAVAILABLE.
 */
export async function authenticateUser(
  context: AppContext,
  credential: string,
  requestId: string,
): Promise<UserPrincipal> {
  // A JWT begins with its header, `{"`, in base64url; our own credentials never do.
  const verifier = credential.startsWith("eyJ") ? context.accessTokens : undefined
  const principal = verifier
    ? await authenticateAccessToken(context, verifier, credential, requestId)
    : await authenticateOurs(context, credential)
  if (principal.user.lockedAtMs !== null) throw new Refusal("ACCOUNT_LOCKED", "The account of this token is locked.")
  return principal
}

/** Shape and checksum are checked before the database is asked, and a credential of another kind is never looked up. */
async function authenticateOurs(context: AppContext, secret: string): Promise<UserPrincipal> {
  const kind = credentialKind(secret)
  if (kind === "cliSession") return await authenticateSession(context, secret)
  if (kind === "personalToken") return await authenticatePersonalToken(context, secret)
  throw unknownCredential()
}

const unknownCredential = () =>
  new Refusal("UNAUTHENTICATED", "The credential is not one this registry admits a person by.")

async function authenticatePersonalToken(context: AppContext, secret: string): Promise<UserPrincipal> {
  const found = await context.store.read.tokens.findByHash(context.secrets.hash(secret))
  if (found === undefined) throw unknownCredential()
  const { token, user } = found
  if (token.revokedAtMs !== null) throw new Refusal("TOKEN_REVOKED", "This personal token was revoked.")
  if (token.expiresAtMs <= context.nowMs()) throw new Refusal("TOKEN_EXPIRED", "This personal token has expired.")
  context.tokenUses.note({ id: token.tokenId, lastUsedAtMs: token.lastUsedAtMs })
  const { scopes, listingIds, expiresAtMs } = token
  const credential: TokenCredential = { kind: "personal_token", scopes, listingIds, expiresAtMs, token }
  return { kind: "user", user, credential }
}

/**
 * Makes sure the caller's credential covers a scope.
 * @throws Refusal INSUFFICIENT_SCOPE, naming the scope that is missing.
 */
export function requireScope(principal: UserPrincipal, scope: Scope): void {
  if (!principal.credential.scopes.includes(scope)) {
    throw new Refusal("INSUFFICIENT_SCOPE", `This request needs a credential with the scope ${scope}.`)
  }
}
