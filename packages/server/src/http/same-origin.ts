import { Refusal } from "../domain/refusal.ts"

/**
 * Holds what a browser sends to change something to our own pages. `Sec-Fetch-Site` cannot be set by a page; a browser
 * that does not send it names the page's `Origin`. Where neither is there, no browser of today is asking.
 * @throws Refusal CROSS_SITE_REQUEST.
 */
export function requireSameOrigin(publicUrl: string, header: (name: string) => string | undefined): void {
  const site = header("sec-fetch-site")
  const isOurs = site === undefined ? header("origin") === new URL(publicUrl).origin : site === "same-origin"
  if (!isOurs) throw new Refusal("CROSS_SITE_REQUEST", "This request did not come from a page of this registry.")
}
