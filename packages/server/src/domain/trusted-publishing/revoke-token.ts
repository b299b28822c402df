import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { CiPrincipal } from "./trusted-publisher.ts"

/** Ends the token that asks, before its minutes are over. Returns when it ended. */
export async function revokeCiToken(
  context: AppContext,
  { caller, requestId }: { readonly caller: CiPrincipal; readonly requestId: string },
): Promise<number> {
  const atMs = context.nowMs()
  const { ciTokenId, publisherId, slug, version } = caller.token
  await context.store.transaction(async (tx) => {
    if (!(await tx.trustedPublishing.revokeToken(ciTokenId, atMs))) return
    await tx.audit.append({
      action: "ci_token.revoked",
      actor: actorOf(caller, requestId),
      subjectId: ciTokenId,
      publisherId,
      atMs,
      details: { slug, version },
    })
  })
  return atMs
}
