import type { InstallRecord, InstallVerdict } from "../install-record.ts"
import type { RedeemResult } from "../redeem.ts"
import type { Subject } from "../subject.ts"
import { tokenHash } from "../token.ts"
import type { Desk, WhoIsHere } from "./desk.ts"
import { decide, report } from "./finish.ts"
import { type Page, redirect } from "./page.ts"
import { confirmLink, messagePage } from "./pages.ts"
import { type ParkedInstall, unpark } from "./parking.ts"
import { fieldsOf, isFromOwnPage } from "./received.ts"

/** See `InstallRoutes.complete`. Safe to send twice, at the same time and after any crash. */
export async function complete(desk: Desk, request: Request, whoIsHere: WhoIsHere): Promise<Response> {
  const { parking, texts, show } = desk
  if (!isFromOwnPage(request)) return show(messagePage(403, texts.crossSite))
  const fields = await fieldsOf(request)
  const parked = await parking.parked(request)
  if (!parked) return show(messagePage(404, texts.nothingToInstall))
  const install = await tokenHash(parked.token)
  const answer = fields?.get("answer")
  // The answer to what another tab has shown is no answer to this.
  if (fields?.get("install") !== install || (answer !== "install" && answer !== "decline")) return redirect("confirm")
  const subject = await whoIsHere()
  // A redirect away from here would be one that the page's own policy forbids a form.
  if (!subject || subject instanceof Response) return show(confirmLink(401, texts.signInFirst, texts.continue))
  try {
    return show(await answered(desk, parked, subject, answer === "decline"))
  } catch (error) {
    desk.onError(error)
    return show(messagePage(503, texts.unfinished, { install, label: texts.tryAgain }))
  }
}

/** Redeems, and goes on to the end. */
async function answered(desk: Desk, parked: ParkedInstall, subject: Subject, declines: boolean): Promise<Page> {
  const { token, state, codeVerifier } = parked
  const result = await desk.redeemer.redeem(token, subject, codeVerifier === null ? {} : { codeVerifier })
  if (!result.ok) return refused(desk, result)
  const { redemption, current } = result
  const isWithdrawn = current.releaseStatus === "revoked" || current.listingStatus === "suspended"
  const verdict = declines ? userDeclined : isWithdrawn ? withdrawn : null
  const kept = await desk.store.keep({ redemption, subject, state, verdict, reported: false })
  return await finished(desk, kept)
}

const userDeclined: InstallVerdict = { outcome: "declined", code: "user_declined" }
const withdrawn: InstallVerdict = { outcome: "declined" }

/** Decides and reports. A report that fails is not the buyer's concern: `resume` sends it again. */
async function finished(desk: Desk, record: InstallRecord): Promise<Page> {
  const decided = await decide(desk, record)
  await report(desk, decided).catch(desk.onError)
  return { ...verdictPage(desk, decided.verdict), cookie: unpark }
}

function verdictPage({ texts }: Desk, verdict: InstallVerdict | null): Page {
  if (verdict?.outcome === "completed") return messagePage(200, texts.completed)
  if (verdict?.outcome === "failed") return messagePage(200, texts.failed)
  return verdict?.code === "not_authorized" ? messagePage(403, texts.notAllowed) : messagePage(200, texts.declined)
}

/** The token stays with the browser where another person, or another day, may change the answer. */
function refused({ texts }: Desk, { reason }: Extract<RedeemResult, { ok: false }>): Page {
  const isFinal = reason !== "buyer_mismatch" && reason !== "target_disabled"
  const page = messagePage(isFinal ? 410 : 403, texts.refusals[reason])
  return isFinal ? { ...page, cookie: unpark } : page
}
