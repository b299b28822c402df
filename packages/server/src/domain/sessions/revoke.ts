import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound } from "../refusal.ts"
import type { CliSession } from "./session.ts"

export interface RevokeSession {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly sessionId: string
}

/**
 * Ends one of the caller's sessions, from its next request on. Ending it again changes nothing.
 * @throws Refusal NOT_FOUND, also for somebody else's.
 */
export async function revokeSession(context: AppContext, command: RevokeSession): Promise<CliSession> {
  const { caller, requestId, sessionId } = command
  return await context.store.transaction(async (tx) => {
    const session = await tx.sessions.find(sessionId)
    if (session === undefined || session.userId !== caller.user.userId) throw notFound("session")
    const revokedAtMs = context.nowMs()
    if (!(await tx.sessions.revoke(sessionId, revokedAtMs))) return session
    await tx.audit.append({
      action: "session.revoked",
      actor: actorOf(caller, requestId),
      subjectId: sessionId,
      atMs: revokedAtMs,
      details: { userId: session.userId },
    })
    return { ...session, revokedAtMs }
  })
}

/** Ends the session that asks. @throws Refusal NOT_FOUND where the credential is of no session. */
export async function endSession(
  context: AppContext,
  { caller, requestId }: Omit<RevokeSession, "sessionId">,
): Promise<CliSession> {
  if (caller.credential.kind !== "cli_session") throw notFound("session")
  return await revokeSession(context, { caller, requestId, sessionId: caller.credential.session.sessionId })
}
