import { limits } from "@fleetprompt/sdk/contracts"
import { type Cookie, cookieOf } from "./cookie.ts"

const sessionCookie = (publicUrl: string): Cookie => cookieOf(publicUrl, "fp_session")

/** The secret of the session of a signed-in browser, in a `Cookie` header. */
export const sessionIn = (publicUrl: string, header: string | undefined): string | undefined =>
  sessionCookie(publicUrl).read(header)

/** `Set-Cookie` for a session that begins. */
export const keepSession = (publicUrl: string, secret: string): string =>
  sessionCookie(publicUrl).keep(secret, limits.webSessionTtlMs)

/** `Set-Cookie` that takes it away. */
export const dropSession = (publicUrl: string): string => sessionCookie(publicUrl).drop()
