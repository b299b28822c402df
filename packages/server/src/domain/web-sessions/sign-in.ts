import { credentialKind } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { User, UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { WebSession } from "./session.ts"

/** Whom a link signs in; undefined for one that is unknown, used or over. */
export async function readSignInLink(context: AppContext, secret: string): Promise<User | undefined> {
  if (credentialKind(secret) !== "signInLink") return undefined
  return await context.store.read.signInLinks.findUser(context.secrets.hash(secret), context.nowMs())
}

export interface SignInByLink {
  readonly secret: string
  readonly requestId: string
  /** Whoever the browser was signed in as; that session ends. */
  readonly before: UserPrincipal | undefined
}

/**
 * Uses a link up and begins a session with a secret of its own: what the browser sent before is never taken over. The
 * secret is returned this once and never stored. Undefined for a link that is unknown, used or over.
 * @throws Refusal ACCOUNT_LOCKED.
 */
export async function signInByLink(
  context: AppContext,
  { secret: linkSecret, requestId, before }: SignInByLink,
): Promise<{ secret: string; session: WebSession } | undefined> {
  if (credentialKind(linkSecret) !== "signInLink") return undefined
  const secret = context.secrets.random("webSession")
  const session = await context.store.transaction(async (tx) => {
    const atMs = context.nowMs()
    const link = await tx.signInLinks.take(context.secrets.hash(linkSecret), atMs)
    if (link === undefined) return undefined
    const { userId, linkId } = link
    const user = await tx.users.hold(userId)
    if (user?.lockedAtMs !== null) throw new Refusal("ACCOUNT_LOCKED", "This account is locked.")
    const sessionId = context.newId("webSession")
    const secretHash = context.secrets.hash(secret)
    const begun: WebSession = { sessionId, userId, secretHash, createdAtMs: atMs, lastUsedAtMs: atMs }
    if (before !== undefined) await endOnce(context, tx, before, requestId)
    await tx.webSessions.insert(begun)
    await tx.audit.append({
      action: "web_session.created",
      actor: { kind: "user", id: userId, requestId },
      subjectId: sessionId,
      atMs,
      details: { linkId },
    })
    return begun
  })
  return session && { secret, session }
}

/** Ends the session a browser shows, for good. */
export async function signOut(context: AppContext, caller: UserPrincipal, requestId: string): Promise<void> {
  await context.store.transaction((tx) => endOnce(context, tx, caller, requestId))
}

async function endOnce(context: AppContext, tx: Transaction, caller: UserPrincipal, requestId: string): Promise<void> {
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
