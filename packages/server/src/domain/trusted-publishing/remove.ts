import { splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { lockOwnPublisher } from "../publishers/own.ts"
import { notFound } from "../refusal.ts"
import { requireSession } from "./require-session.ts"
import type { KnownTrustedPublisher } from "./trusted-publisher.ts"

export interface RemoveTrustedPublisher {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
  readonly trustedPublisherId: string
}

/**
 * Ends what a repository's runs may publish, with every token they hold. Returns it as it was.
 * @throws Refusal SESSION_REQUIRED, NOT_FOUND, ROLE_NOT_ALLOWED, PUBLISHER_LOCKED.
 */
export async function removeTrustedPublisher(
  context: AppContext,
  command: RemoveTrustedPublisher,
): Promise<KnownTrustedPublisher> {
  const { caller, requestId, slug, trustedPublisherId } = command
  requireSession(caller)
  const { publisher: handle, name: slugName } = splitSlug(slug)
  return await context.store.transaction(async (tx) => {
    const { publisher } = await lockOwnPublisher(tx, caller, handle, "trusted_publishers.manage")
    const { publisherId } = publisher
    const trusted = (await tx.trustedPublishing.list(publisherId, slugName)).find(
      (each) => each.trustedPublisherId === trustedPublisherId,
    )
    if (trusted === undefined) throw notFound("trusted publisher")
    await tx.trustedPublishing.remove(trustedPublisherId)
    await tx.audit.append({
      action: "trusted_publisher.removed",
      actor: actorOf(caller, requestId),
      subjectId: trustedPublisherId,
      publisherId,
      atMs: context.nowMs(),
      details: { slug },
    })
    return trusted
  })
}
