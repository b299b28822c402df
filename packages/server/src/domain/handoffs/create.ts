import { limits, splitSlug, type TargetContext } from "@fleetprompt/sdk/contracts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import { isPublic } from "../listings/listing.ts"
import { notFound } from "../refusal.ts"
import type { TargetPrincipal } from "../targets/target.ts"
import type { Handoff } from "./handoff.ts"

export interface CreateHandoff {
  readonly caller: TargetPrincipal
  readonly requestId: string
  readonly codeChallenge: string
  readonly state: string | undefined
  readonly targetContext: TargetContext
  readonly listing: string | undefined
  readonly version: string | undefined
}

/**
 * A target asks its buyer to start an install here. Nothing is granted and nobody is named: the buyer signs in here
 * and decides. @throws Refusal NOT_FOUND for a listing the public cannot see, SECRET_DETECTED.
 */
export async function createHandoff(context: AppContext, command: CreateHandoff): Promise<Handoff> {
  const { caller, codeChallenge, state = null, targetContext, listing = null, version = null } = command
  await refuseSecrets({ state, targetContext })
  const createdAtMs = context.nowMs()
  const handoff: Handoff = {
    handoffId: context.newId("handoff"),
    targetId: caller.target.targetId,
    codeChallenge,
    state,
    targetContext,
    listing,
    version,
    createdAtMs,
    expiresAtMs: createdAtMs + limits.handoffTtlMs,
  }
  await context.store.transaction(async (tx) => {
    if (listing !== null) {
      const { publisher, name } = splitSlug(listing)
      const found = await tx.listings.findBySlug(publisher, name)
      if (found === undefined || !isPublic(found.status)) throw notFound("listing")
    }
    await tx.handoffs.insert(handoff)
    await tx.audit.append({
      action: "handoff.created",
      actor: actorOf(caller, command.requestId),
      subjectId: handoff.handoffId,
      atMs: createdAtMs,
      details: { listing, version, expiresAtMs: handoff.expiresAtMs },
    })
  })
  return handoff
}
