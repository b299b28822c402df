import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"
import { sessionEndsAtMs } from "./session.ts"

/** The person a CLI session stands for. @throws Refusal UNAUTHENTICATED, TOKEN_REVOKED, TOKEN_EXPIRED. */
export async function authenticateSession(context: AppContext, secret: string): Promise<UserPrincipal> {
  const found = await context.store.read.sessions.findByHash(context.secrets.hash(secret))
  if (found === undefined)
    throw new Refusal("UNAUTHENTICATED", "The credential is not one this registry admits a person by.")
  const { session, user } = found
  if (session.revokedAtMs !== null) throw new Refusal("TOKEN_REVOKED", "This CLI session was ended.")
  const expiresAtMs = sessionEndsAtMs(session)
  if (expiresAtMs <= context.nowMs()) throw new Refusal("TOKEN_EXPIRED", "This CLI session has expired.")
  context.sessionUses.note({ id: session.sessionId, lastUsedAtMs: session.lastUsedAtMs })
  const { scopes } = session
  return { kind: "user", user, credential: { kind: "cli_session", scopes, listingIds: null, expiresAtMs, session } }
}
