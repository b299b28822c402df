import type { InstallRecord, InstallVerdict } from "../install-record.ts"
import { isObject } from "../shape.ts"
import type { Desk } from "./desk.ts"

/**
 * Takes an install from where its record stands to a kept verdict. Any number of runs, at the same time or after a
 * crash, lead to one: the first that is kept.
 */
export async function decide(desk: Desk, record: InstallRecord): Promise<InstallRecord> {
  return record.verdict ? record : await desk.store.keep({ ...record, verdict: await verdictOn(desk, record) })
}

async function verdictOn(
  { authorize, install, revocations }: Desk,
  { redemption, subject, state }: InstallRecord,
): Promise<InstallVerdict> {
  if (await revocations?.isRevoked(redemption.release.releaseId)) return { outcome: "declined" }
  if (!(await authorize(redemption, subject))) return { outcome: "declined", code: "not_authorized" }
  return await install(redemption, { subject, state })
}

/** Tells the registry the verdict, and keeps that it knows. One that it refuses for good is not told again. */
export async function report(desk: Desk, record: InstallRecord): Promise<void> {
  const { redemption, verdict, reported } = record
  if (!verdict || reported) return
  const { outcome, code, targetInstallRef } = verdict
  const { installIntentId, redemptionId } = redemption
  let refusal: unknown
  try {
    await desk.redeemer.report(installIntentId, redemptionId, outcome, { code, targetInstallRef })
  } catch (error) {
    if (!isObject(error) || error["code"] !== "REQUEST_REFUSED") throw error
    refusal = error
  }
  await desk.store.keep({ ...record, reported: true })
  if (refusal !== undefined) desk.onError(refusal)
}
