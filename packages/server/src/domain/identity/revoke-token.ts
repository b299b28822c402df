import type { AppContext } from "../context.ts"
import { notFound } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { Actor } from "../audit/audit.ts"
import { actorOf } from "./actor.ts"
import type { PersonalToken, UserPrincipal } from "./user.ts"

export interface RevokeToken {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly tokenId: string
}

/**
 * Ends one of the caller's tokens, from its next request on. Ending it again changes nothing.
 * @throws Refusal NOT_FOUND, also for somebody else's.
 */
export async function revokeToken(context: AppContext, command: RevokeToken): Promise<PersonalToken> {
  const { caller, requestId, tokenId } = command
  return await context.store.transaction(async (tx) => {
    const token = await tx.tokens.find(tokenId)
    if (token === undefined || token.userId !== caller.user.userId) throw notFound("token")
    return await revokeOnce(context, tx, token, actorOf(caller, requestId), "owner")
  })
}

/** Ends a token for whatever reason, with its audit entry the first time. */
export async function revokeOnce(
  context: AppContext,
  tx: Transaction,
  token: PersonalToken,
  actor: Actor,
  reason: "owner" | "leaked",
): Promise<PersonalToken> {
  const revokedAtMs = context.nowMs()
  if (!(await tx.tokens.revoke(token.tokenId, revokedAtMs))) return (await tx.tokens.find(token.tokenId)) ?? token
  await tx.audit.append({
    action: "token.revoked",
    actor,
    subjectId: token.tokenId,
    atMs: revokedAtMs,
    details: { userId: token.userId, reason },
  })
  return { ...token, revokedAtMs }
}
