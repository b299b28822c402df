import { type ModerationReason, splitSlug } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { isPublic } from "../listings/listing.ts"
import { notFound } from "../refusal.ts"
import type { Transaction } from "../store.ts"

export interface FileReport {
  readonly requestId: string
  /** Undefined where the reporter sent no key: the same report again is no second one anyway. */
  readonly claim: IdempotencyClaim | undefined
  readonly slug: string
  readonly reason: ModerationReason
  readonly note: string
  readonly reporterHash: string
}

const dayMs = 86_400_000

/**
 * Who reports, as a number that means nothing tomorrow: the network address under the server's key and the day. It
 * keeps one person from filling the queue, is stored until {@link forgetReporters} removes it, and is all there is.
 */
export const reporterHashOf = (context: AppContext, address: string): string =>
  context.secrets.sign("report", `${Math.floor(context.nowMs() / dayMs)} ${address}`)

/**
 * Puts a complaint about a public listing into the moderators' queue. The same reporter, listing and reason on one day
 * are one report, and the answer is the same. @throws Refusal NOT_FOUND, SECRET_DETECTED.
 */
export async function fileReport(context: AppContext, command: FileReport): Promise<Once<{ result: "accepted" }>> {
  const { claim, note } = command
  await refuseSecrets({ note })
  return await context.store.transaction(async (tx) => {
    if (claim === undefined) return { result: await file(context, tx, command), replayed: false }
    return await once(context, tx, claim, () => file(context, tx, command))
  })
}

async function file(context: AppContext, tx: Transaction, command: FileReport): Promise<{ result: "accepted" }> {
  const { publisher, name } = splitSlug(command.slug)
  const listing = await tx.listings.findBySlug(publisher, name)
  if (listing === undefined || !isPublic(listing.status)) throw notFound("listing")
  const { reason, note } = command
  const reportId = context.newId("report")
  const createdAtMs = context.nowMs()
  const { listingId } = listing
  const report = { reportId, listingId, reason, note, status: "open", createdAtMs, resolution: null } as const
  if (await tx.reports.insert(report, command.reporterHash)) {
    const actor: Actor = { kind: "system", id: "reporter", requestId: command.requestId }
    const details = { listingId, reason }
    await tx.audit.append({ action: "report.filed", actor, subjectId: reportId, atMs: createdAtMs, details })
  }
  return { result: "accepted" }
}

/** Removes what was kept about reporters once its day is over. Returns from how many reports. */
export async function forgetReporters(context: AppContext): Promise<number> {
  const beforeMs = context.nowMs() - dayMs
  return await context.store.transaction((tx) => tx.reports.forgetReporters(beforeMs))
}
