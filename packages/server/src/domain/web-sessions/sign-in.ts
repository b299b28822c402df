import { credentialKind } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { User, UserPrincipal } from "../identity/user.ts"
import { beginSession, type BegunSession, endSession } from "./begin.ts"

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
): Promise<BegunSession | undefined> {
  if (credentialKind(linkSecret) !== "signInLink") return undefined
  return await context.store.transaction(async (tx) => {
    const link = await tx.signInLinks.take(context.secrets.hash(linkSecret), context.nowMs())
    if (link === undefined) return undefined
    const { userId, linkId } = link
    return await beginSession(context, tx, { userId, requestId, before, details: { linkId } })
  })
}

/** Ends the session a browser shows, for good. */
export async function signOut(context: AppContext, caller: UserPrincipal, requestId: string): Promise<void> {
  await context.store.transaction((tx) => endSession(context, tx, caller, requestId))
}
