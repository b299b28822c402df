import type { Actor } from "../audit/audit.ts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { ReportView, Resolution } from "./report.ts"

export interface ResolveReport {
  readonly actor: Actor
  readonly reportId: string
  readonly action: "dismissed" | "actioned"
  readonly note: string
}

/**
 * Closes a report. The same decision again is no change, whatever its note.
 * @throws Refusal NOT_FOUND, SECRET_DETECTED, INVALID_STATE_TRANSITION for a report that was closed the other way.
 */
export async function resolveReport(context: AppContext, command: ResolveReport): Promise<ReportView> {
  const { actor, reportId, action, note } = command
  await refuseSecrets({ note })
  return await context.store.transaction(async (tx) => {
    const report = await tx.reports.lock(reportId)
    if (report === undefined) throw notFound("report")
    if (report.status === action) return report
    if (report.status !== "open") {
      throw new Refusal("INVALID_STATE_TRANSITION", `The report was already closed as ${report.status}.`)
    }
    const atMs = context.nowMs()
    const resolution: Resolution = { note, userId: actor.kind === "user" ? actor.id : null, atMs }
    await tx.reports.resolve(reportId, action, resolution)
    const details = { listingId: report.listingId, outcome: action }
    await tx.audit.append({ action: "report.resolved", actor, subjectId: reportId, atMs, details })
    return { ...report, status: action, resolution }
  })
}
