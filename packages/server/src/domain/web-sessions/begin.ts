import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { WebSession } from "./session.ts"

export interface Beginning {
  readonly userId: string
  readonly requestId: string
  /** Whoever the browser was signed in as; that session ends. */
  readonly before: UserPrincipal | undefined
  /** What vouched for them. */
  readonly details: Readonly<Record<string, string>>
}

export interface BegunSession {
  /** What the cookie holds. It is returned this once and never stored. */
  readonly secret: string
  readonly session: WebSession
}

/**
 * Begins a session with a secret of its own: what the browser sent before is never taken over.
 * @throws Refusal ACCOUNT_LOCKED.
 */
export async function beginSession(
  context: AppContext,
  tx: Transaction,
  { userId, requestId, before, details }: Beginning,
): Promise<BegunSession> {
  const user = await tx.users.hold(userId)
  if (user?.lockedAtMs !== null) throw new Refusal("ACCOUNT_LOCKED", "This account is locked.")
  const secret = context.secrets.random("webSession")
  const sessionId = context.newId("webSession")
  const atMs = context.nowMs()
  const secretHash = context.secrets.hash(secret)
  const session: WebSession = { sessionId, userId, secretHash, createdAtMs: atMs, lastUsedAtMs: atMs }
  if (before !== undefined) await endSession(context, tx, before, requestId)
  await tx.webSessions.insert(session)
  const actor = { kind: "user", id: userId, requestId } as const
  await tx.audit.append({ action: "web_session.created", actor, subjectId: sessionId, atMs, details })
  return { secret, session }
}

/** Ends the session a caller shows; anything else they show stays as it is. */
export async function endSession(
  context: AppContext,
  tx: Transaction,
  caller: UserPrincipal,
  requestId: string,
): Promise<void> {
  const { credential } = caller
  if (credential.kind !== "web_session") return
  const { sessionId } = credential.session
  if (!(await tx.webSessions.remove(sessionId))) return
  await tx.audit.append({
    action: "web_session.ended",
    actor: actorOf(caller, requestId),
    subjectId: sessionId,
    atMs: context.nowMs(),
    details: {},
  })
}
