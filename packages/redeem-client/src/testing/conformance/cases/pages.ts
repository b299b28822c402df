import type { ConformanceCase } from "../case.ts"
import type { Page } from "../page.ts"
import type { Stage } from "../stage.ts"
import { CaseFailure, CaseSkipped } from "../verdict.ts"
import { expectUntouched } from "./expect.ts"

/** What a page must say of itself, and what it says instead. */
function headerFault({ headers, url }: Page): string | undefined {
  const { pathname } = new URL(url)
  const policy = headers.get("content-security-policy") ?? ""
  const directive = (name: string) => policy.split(";").find((each) => each.trim().toLowerCase().startsWith(name))
  const scripts = directive("script-src") ?? directive("default-src")
  if (scripts === undefined) return `${pathname} has no Content-Security-Policy for scripts.`
  if (/\s(?:'unsafe-inline'|'unsafe-eval'|\*|https?:)(?:\s|$)/i.test(scripts))
    return `${pathname} lets foreign scripts in.`
  const frames = directive("frame-ancestors") ?? headers.get("x-frame-options") ?? ""
  if (!/'none'|\bdeny\b/i.test(frames)) return `${pathname} may be framed.`
  if (!/\bno-store\b/i.test(headers.get("cache-control") ?? "")) return `${pathname} may be stored by a cache.`
  return headers.get("referrer-policy")?.toLowerCase() === "no-referrer" ? undefined : `${pathname} sends a referrer.`
}

/** An install, one that is refused, and one the registry is in trouble over. */
async function playThrough(stage: Stage): Promise<string[]> {
  const { buyer, other } = stage.people
  const offers = [stage.offer(), stage.offer(), stage.offer()]
  for (const [index, offer] of offers.entries()) {
    const browser = await stage.browser(index === 1 ? other : buyer)
    const page = await stage.land(browser, offer)
    const echo = JSON.stringify({ title: offer.token, detail: offer.token, code: offer.token })
    if (index === 2) stage.registry.fault("redeem", { kind: "garbage", body: echo }, Infinity)
    await stage.accept(browser, page)
    stage.registry.clearFaults()
  }
  const { credential } = stage.registered
  return [...offers.map(({ token }) => token), ...("secret" in credential ? [credential.secret] : [])]
}

/** The token in the writings an address may have. */
const findIn = (texts: readonly string[], secrets: readonly string[]): boolean =>
  texts.some((text) => secrets.some((secret) => text.includes(secret.slice(5, 37))))

/** What the browser is shown, and who may press. */
export const pageCases: readonly ConformanceCase[] = [
  {
    id: "page-headers",
    title: "lets nobody script, frame, store or refer from its pages",
    clause: "40_SECURITY.md#installs",
    expected: "Landing page and consent page have a strict CSP, frame-ancestors 'none', no-store and no-referrer.",
    async run(stage) {
      const offer = stage.offer()
      const browser = await stage.browser(stage.people.buyer)
      const landing = await browser.get(stage.target.landingUrl, { site: "cross-site" })
      if (landing.status !== 200) throw new CaseFailure(`The landing page answered ${landing.status}.`)
      const fault = headerFault(landing) ?? headerFault(await stage.land(browser, offer))
      if (fault !== undefined) throw new CaseFailure(fault)
    },
  },
  {
    id: "names-are-text",
    title: "shows what strangers wrote as text",
    clause: "40_SECURITY.md#input",
    expected: "A listing's name that looks like HTML is escaped on the page that asks for consent.",
    async run(stage) {
      const [tag, quoted] = ["<img src=x onerror=alert(1)>", `" onfocus="alert(1)`]
      const offer = stage.offer({ name: `Triage ${tag} ${quoted}` })
      const { text } = await stage.land(await stage.browser(stage.people.buyer), offer)
      if (text.includes(tag)) throw new CaseFailure("The name became part of the page's HTML.")
      if (new RegExp(`<[^>]*${quoted}[^>]*>`).test(text)) throw new CaseFailure("The name broke out of an attribute.")
    },
  },
  {
    id: "token-in-no-address-or-page",
    title: "writes the token into no address and onto no page",
    clause: "40_SECURITY.md#what-never-leaves",
    expected: "No address, redirect or page holds the token, nor an address the registry is called at.",
    async run(stage) {
      const secrets = await playThrough(stage)
      const { browsers, registry } = stage
      const addresses = browsers.flatMap(({ seen }) => seen.addresses)
      if (findIn(addresses, secrets)) throw new CaseFailure("A token stands in an address.")
      if (
        findIn(
          browsers.flatMap(({ seen }) => seen.bodies),
          secrets,
        )
      )
        throw new CaseFailure("A token stands on a page.")
      if (registry.calls.some(({ address }) => address.includes("[redacted]")))
        throw new CaseFailure("The registry was called at an address with a token in it.")
    },
  },
  {
    id: "token-in-no-log",
    title: "writes neither token nor secret into its log",
    clause: "40_SECURITY.md#what-never-leaves",
    expected: "After an install, a refusal and an error that echoes the token, the log holds no credential.",
    async run(stage) {
      if (!stage.target.output) throw new CaseSkipped("The adapter gives no output().")
      const secrets = await playThrough(stage)
      if (findIn([stage.target.output()], secrets)) throw new CaseFailure("A credential stands in the log.")
    },
  },
  {
    id: "cross-site-post",
    title: "takes consent from its own page alone",
    clause: "40_SECURITY.md#installs",
    expected: "A form sent by a page of another site, or of a sibling host, redeems and installs nothing.",
    async run(stage) {
      for (const site of ["cross-site", "same-site"] as const) {
        const { buyer, other } = stage.people
        const offer = stage.offer({ buyer })
        const browser = await stage.browser(buyer)
        const page = await stage.land(browser, offer)
        // What an attacker can fill in: the form as the attacker's own session gets it.
        const attacker = await stage.browser(other)
        const [form] = (await stage.land(attacker, stage.offer({ buyer: other }))).forms
        const [target] = page.forms
        if (!form || !target) throw new CaseSkipped("The page that asks for consent has no form to forge.")
        const forged = { ...form, action: target.action }
        await browser.press(forged, form.buttons[0], { site, origin: "https://evil.example" })
        await expectUntouched(stage, offer)
      }
    },
  },
  {
    id: "other-session",
    title: "completes an install only in the session that brought it",
    clause: "40_SECURITY.md#installs",
    expected: "The form of one session, sent by another, redeems nothing.",
    async run(stage) {
      const { buyer, other } = stage.people
      const offer = stage.offer({ buyer })
      const page = await stage.land(await stage.browser(buyer), offer)
      const stranger = await stage.browser(other)
      await stage.accept(stranger, page)
      await expectUntouched(stage, offer)
    },
  },
  {
    id: "requested-install",
    title: "finishes an install it asked for in the session that asked, and in no other",
    clause: "10_API_CONTRACTS.md#redeeming",
    expected: "The session that asked installs with its code verifier; the same link in another session does not.",
    async run(stage) {
      if (!stage.target.requestInstall) throw new CaseSkipped("The adapter gives no requestInstall().")
      const { buyer } = stage.people
      const [listing, version] = ["acme/requested", "1.0.0"]
      const asked = await stage.browser(buyer)
      const startUrl = await stage.target.requestInstall(asked, { listing, version })
      const handoffId = new URL(startUrl).searchParams.get("handoff") ?? ""
      const offer = stage.offer({ buyer, listing, version, handoffId })
      const elsewhere = await stage.browser(buyer)
      await stage.accept(elsewhere, await stage.land(elsewhere, offer))
      await stage.expectInstalled(offer, 0)
      await stage.accept(asked, await stage.land(asked, offer))
      await stage.expectInstalled(offer, 1)
    },
  },
]
