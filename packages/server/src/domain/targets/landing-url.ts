import { Refusal } from "../refusal.ts"

/**
 * https without credentials, query or fragment, so that the token's fragment is the only one; http on this machine
 * alone. @throws Refusal VALIDATION_FAILED.
 */
export function safeLandingUrl(text: string): string {
  const message = "must be https://, or http:// on this machine, without credentials, query and fragment"
  const refusal = new Refusal("VALIDATION_FAILED", `A landing URL ${message}.`, [
    { pointer: "/landingUrl", code: "unsafe_url", message },
  ])
  if (!URL.canParse(text)) throw refusal
  const url = new URL(text)
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname)
  const safe = url.protocol === "https:" || (url.protocol === "http:" && local)
  if (!safe || url.username !== "" || url.password !== "" || /[?#]/.test(text)) throw refusal
  return url.href
}
