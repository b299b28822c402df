import { credentialKind, scopes } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"
import { webSessionEndsAtMs } from "./session.ts"

/**
 * The person a browser signed in as; undefined for what is no session, and for one that is over or was ended.
 * @throws Refusal ACCOUNT_LOCKED.
 */
export async function authenticateWebSession(context: AppContext, secret: string): Promise<UserPrincipal | undefined> {
  if (credentialKind(secret) !== "webSession") return undefined
  const found = await context.store.read.webSessions.findByHash(context.secrets.hash(secret))
  if (found === undefined) return undefined
  const { session, user } = found
  const expiresAtMs = webSessionEndsAtMs(session)
  if (expiresAtMs <= context.nowMs()) return undefined
  if (user.lockedAtMs !== null) throw new Refusal("ACCOUNT_LOCKED", "Your account is locked.")
  context.webSessionUses.note({ id: session.sessionId, lastUsedAtMs: session.lastUsedAtMs })
  return { kind: "user", user, credential: { kind: "web_session", scopes, listingIds: null, expiresAtMs, session } }
}
