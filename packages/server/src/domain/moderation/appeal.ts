import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { slugOf } from "../listings/listing.ts"
import { lockOwnListing } from "../listings/own.ts"
import { Refusal } from "../refusal.ts"
import type { SuspensionView } from "./suspension.ts"

export interface AppealSuspension {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly slug: string
  readonly note: string
}

/**
 * Files the members' one appeal against a suspension. The same words again are no second appeal.
 * @throws Refusal NOT_FOUND, PUBLISHER_LOCKED, SECRET_DETECTED, INVALID_STATE_TRANSITION for a listing that is not suspended,
 *   APPEAL_EXISTS.
 */
export async function appealSuspension(context: AppContext, command: AppealSuspension): Promise<SuspensionView> {
  await refuseSecrets({ note: command.note })
  return await context.store.transaction(async (tx) => {
    const listing = await lockOwnListing(tx, command.caller, command.slug, "listing.appeal")
    const suspension = await tx.suspensions.find(listing.listingId)
    if (suspension === undefined) throw new Refusal("INVALID_STATE_TRANSITION", "The listing is not suspended.")
    const slug = slugOf(listing)
    if (suspension.appeal?.note === command.note) return { ...suspension, slug }
    const appeal = { note: command.note, atMs: context.nowMs() }
    if (!(await tx.suspensions.appeal(listing.listingId, appeal))) {
      throw new Refusal("APPEAL_EXISTS", "An appeal against this suspension was already filed.")
    }
    await tx.audit.append({
      action: "listing.appealed",
      actor: actorOf(command.caller, command.requestId),
      subjectId: listing.listingId,
      atMs: appeal.atMs,
      details: { reason: suspension.reason },
    })
    return { ...suspension, appeal, slug }
  })
}
