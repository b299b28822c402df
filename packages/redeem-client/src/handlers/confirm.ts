import { tokenHash } from "../token.ts"
import type { Desk, WhoIsHere } from "./desk.ts"
import { confirmLink, confirmPage, messagePage } from "./pages.ts"

/** See `InstallRoutes.confirm`. Changes nothing. */
export async function confirm(desk: Desk, request: Request, whoIsHere: WhoIsHere): Promise<Response> {
  const { redeemer, parking, texts, show } = desk
  const parked = await parking.parked(request)
  if (!parked) return show(messagePage(404, texts.nothingToInstall))
  const subject = await whoIsHere()
  if (subject instanceof Response) return subject
  if (!subject) return show(confirmLink(401, texts.signInFirst, texts.continue))
  try {
    const preview = await redeemer.peek(parked.token, subject)
    const install = await tokenHash(parked.token)
    // What was redeemed is not live any more either; only a redeem can tell.
    if (!preview) return show(messagePage(200, texts.interrupted, { install, label: texts.continue }))
    if (preview.subjectMatches === false) return show(messagePage(403, texts.otherBuyer))
    if (!(await desk.authorize(preview, subject))) return show(messagePage(403, texts.notAllowed))
    return show(confirmPage(texts, preview, install))
  } catch (error) {
    desk.onError(error)
    return show(confirmLink(503, texts.unfinished, texts.tryAgain))
  }
}
