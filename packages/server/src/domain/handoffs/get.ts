import type { AppContext } from "../context.ts"
import { notFound } from "../refusal.ts"
import type { HandoffView } from "./handoff.ts"

/** What a target asks, for whoever it sent here with the id. @throws Refusal NOT_FOUND, also once used or expired. */
export async function getHandoff(context: AppContext, handoffId: string): Promise<HandoffView> {
  const handoff = await context.store.read.handoffs.find(handoffId, context.nowMs())
  if (handoff === undefined || handoff.target.disabledAtMs !== null) throw notFound("handoff")
  return handoff
}
