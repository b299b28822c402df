import { credentialKind, type Scope } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import type { UserPrincipal } from "./user.ts"

/**
 * Turns a personal token into the person it stands for. Shape and checksum are checked before the database is
 * asked, and a token of another kind is never looked up.
 * @throws Refusal UNAUTHENTICATED, TOKEN_REVOKED, TOKEN_EXPIRED or ACCOUNT_LOCKED.
 */
export async function authenticateUser(context: AppContext, credential: string): Promise<UserPrincipal> {
  const unknown = new Refusal("UNAUTHENTICATED", "The credential is not a personal token of this registry.")
  if (credentialKind(credential) !== "personalToken") throw unknown
  const found = await context.store.read.tokens.findByHash(context.secrets.hash(credential))
  if (found === undefined) throw unknown
  const { token, user } = found
  if (token.revokedAtMs !== null) throw new Refusal("TOKEN_REVOKED", "This personal token was revoked.")
  if (token.expiresAtMs <= context.nowMs()) throw new Refusal("TOKEN_EXPIRED", "This personal token has expired.")
  if (user.lockedAtMs !== null) throw new Refusal("ACCOUNT_LOCKED", "The account of this token is locked.")
  return { kind: "user", user, token }
}

/**
 * Makes sure the caller's credential covers a scope.
 * @throws Refusal INSUFFICIENT_SCOPE, naming the scope that is missing.
 */
export function requireScope(principal: UserPrincipal, scope: Scope): void {
  if (!principal.token.scopes.includes(scope)) {
    throw new Refusal("INSUFFICIENT_SCOPE", `This request needs a token with the scope ${scope}.`)
  }
}
