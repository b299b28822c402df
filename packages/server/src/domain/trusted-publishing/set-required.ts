import { splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { lockOwnPublisher } from "../publishers/own.ts"
import { Refusal } from "../refusal.ts"
import { requireSession } from "./require-session.ts"

export interface SetTrustedPublishingRequired {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
  readonly isRequired: boolean
}

/**
 * Says whether a slug takes releases from its trusted publishers alone. What it is already is no change.
 * @throws Refusal SESSION_REQUIRED, NOT_FOUND, ROLE_NOT_ALLOWED, PUBLISHER_LOCKED, INVALID_STATE_TRANSITION where nobody
 *   is trusted, for then nobody could publish.
 */
export async function setTrustedPublishingRequired(
  context: AppContext,
  command: SetTrustedPublishingRequired,
): Promise<boolean> {
  const { caller, requestId, slug, isRequired } = command
  requireSession(caller)
  const { publisher: handle, name } = splitSlug(slug)
  return await context.store.transaction(async (tx) => {
    const { publisher } = await lockOwnPublisher(tx, caller, handle, "trusted_publishers.manage")
    const { publisherId } = publisher
    const trusted = await tx.trustedPublishing.list(publisherId, name)
    if (isRequired && trusted.length === 0) {
      throw new Refusal("INVALID_STATE_TRANSITION", "Nobody could publish then: add a trusted publisher first.")
    }
    if ((await tx.trustedPublishing.isRequired(publisherId, name)) === isRequired) return isRequired
    await tx.trustedPublishing.setRequired(publisherId, name, isRequired)
    await tx.audit.append({
      action: "trusted_publishing.requirement_set",
      actor: actorOf(caller, requestId),
      subjectId: publisherId,
      atMs: context.nowMs(),
      details: { slug, required: isRequired },
    })
    return isRequired
  })
}
