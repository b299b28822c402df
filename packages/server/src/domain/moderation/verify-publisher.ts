import type { VerificationMethod } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import type { Publisher } from "../publishers/publisher.ts"
import { notFound } from "../refusal.ts"

export interface VerifyPublisher {
  readonly actor: Actor
  readonly handle: string
  /** Null takes the badge away. */
  readonly method: VerificationMethod | null
}

/**
 * Gives a publisher its badge with the method and today's date, or takes it away. The same method again is a new
 * check, and so a new date. @throws Refusal NOT_FOUND.
 */
export async function verifyPublisher(context: AppContext, command: VerifyPublisher): Promise<Publisher> {
  const { actor, handle, method } = command
  return await context.store.transaction(async (tx) => {
    const publisher = await tx.publishers.lockByHandle(handle)
    if (publisher === undefined) throw notFound("publisher")
    const { publisherId } = publisher
    if (method === null && publisher.verifiedAtMs === null) return publisher
    const atMs = context.nowMs()
    const verifiedAtMs = method === null ? null : atMs
    await tx.publishers.setVerified(publisherId, verifiedAtMs)
    await tx.moderation.setVerificationMethod(publisherId, method)
    const action = method === null ? "publisher.unverified" : "publisher.verified"
    await tx.audit.append({ action, actor, subjectId: publisherId, atMs, details: { method } })
    return { ...publisher, verifiedAtMs, verificationMethod: method }
  })
}
