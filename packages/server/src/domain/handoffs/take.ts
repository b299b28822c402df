import type { FieldIssue, TargetContext } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { Handoff } from "./handoff.ts"

/** The listing and the version that a buyer wants, or that a target asks for. */
interface Wanted {
  readonly listing: string
  readonly version: string | undefined
}

/** Uses a handoff up: it is good for one install. @throws Refusal NOT_FOUND for an unknown, used or expired one. */
export async function takeHandoff(context: AppContext, tx: Transaction, handoffId: string): Promise<Handoff> {
  const handoff = await tx.handoffs.take(handoffId, context.nowMs())
  if (handoff === undefined) throw notFound("handoff")
  return handoff
}

/**
 * The listing and version an install for a handoff is of. What the target asked for stands, and it alone knows where
 * the install belongs at its place.
 * @throws Refusal VALIDATION_FAILED where the buyer asks for something else.
 */
export function requireAnswered(handoff: Handoff, command: Wanted & { readonly targetContext: TargetContext }): Wanted {
  const { listing, version, targetContext } = command
  const issues: FieldIssue[] = [
    ...(isAnother(listing, handoff.listing) ? [issue("/listing", "is not the one the target asks for")] : []),
    ...(isAnother(version, handoff.version) ? [issue("/version", "is not the one the target asks for")] : []),
    ...(Object.keys(targetContext).length > 0 ? [issue("/targetContext", "is the target's to give")] : []),
  ]
  if (issues.length > 0) throw new Refusal("VALIDATION_FAILED", "This is not what the target asks for.", issues)
  return { listing, version: version ?? handoff.version ?? undefined }
}

const isAnother = (given: string | undefined, asked: string | null): boolean =>
  asked !== null && given !== undefined && asked !== given

const issue = (pointer: string, message: string): FieldIssue => ({ pointer, code: "differs", message })
