import { isCredential } from "../token.ts"
import type { Desk } from "./desk.ts"
import { privateHeaders, redirect } from "./page.ts"
import { messagePage } from "./pages.ts"
import type { ParkedInstall } from "./parking.ts"
import { fieldsOf, isFromOwnPage, linkOf, wantsJson } from "./received.ts"
import type { InstallTexts } from "./texts.ts"

/** See `InstallRoutes.receive`. `next` is the confirm page as seen from here. */
export async function receive(desk: Desk, next: string, request: Request): Promise<Response> {
  const asJson = wantsJson(request)
  const refuse = (status: number, message: string) =>
    asJson ? Response.json({ message }, { status, headers: privateHeaders }) : desk.show(messagePage(status, message))
  if (!isFromOwnPage(request)) return refuse(403, desk.texts.crossSite)
  const link = (await fieldsOf(request))?.get("link")
  const install = await installOf(desk, request, link ?? "")
  if (typeof install === "string") return refuse(400, desk.texts[install])
  const cookie = await desk.parking.park(install)
  return asJson ? Response.json({}, { headers: { ...privateHeaders, "set-cookie": cookie } }) : redirect(next, cookie)
}

/** What the link brings, or the text that says why it is not taken. */
async function installOf(
  { redeemer, parking }: Desk,
  request: Request,
  link: string,
): Promise<ParkedInstall | keyof Pick<InstallTexts, "invalidLink" | "otherRegistry" | "otherSession">> {
  const { token, issuer, state } = linkOf(link)
  if (!isCredential("fpit", token)) return "invalidLink"
  // A link of another registry is a mix-up or an attack: its token has no business at ours.
  if (issuer?.replace(/\/+$/, "") !== redeemer.registry) return "otherRegistry"
  if (state === null) return { token, state, codeVerifier: null }
  const asked = await parking.parkedRequest(request)
  return asked?.state === state ? { token, ...asked } : "otherSession"
}
