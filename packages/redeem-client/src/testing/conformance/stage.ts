import type { Subject } from "../../subject.ts"
import type { IssuedInstall } from "../registry/buyer.ts"
import type { ReceivedCall } from "../registry/calls.ts"
import type { FakeRegistry, FakeTarget, InstallState, InstallWish } from "../registry/fake-registry.ts"
import type { Arrival, ConformanceAdapter, RunningTarget } from "./adapter.ts"
import { type Browser, createBrowser } from "./browser.ts"
import { declines, type Form, type Page } from "./page.ts"
import { CaseFailure, CaseSkipped } from "./verdict.ts"

/** An install on offer, with what is to be looked for afterwards. */
export interface Offer extends IssuedInstall {
  readonly slug: string
  readonly version: string
}

/** What a case has at hand: a registry and a target of its own. */
export interface Stage {
  readonly registry: FakeRegistry
  /** The target as the registry knows it. */
  readonly registered: FakeTarget
  readonly target: RunningTarget
  readonly people: ConformanceAdapter["people"]
  /** A fresh install of a release nobody else has, for the buyer unless said otherwise. */
  offer(wish?: Partial<InstallWish>): Offer
  /** A fresh browser, signed in as that person. */
  browser(person: Subject | null): Promise<Browser>
  /** Follows a link as far as the page that asks for consent. */
  land(browser: Browser, link: { link: string }): Promise<Page>
  /** A fresh offer, and its buyer's browser on the page that asks for consent. */
  arrive(): Promise<{ offer: Offer; browser: Browser; page: Page }>
  accept(browser: Browser, page: Page): Promise<Page>
  /** @throws CaseSkipped where the page has no button that declines. */
  decline(browser: Browser, page: Page): Promise<Page>
  /** Does what a buyer does who is told to try again, until it is installed or trying is hopeless. */
  insist(browser: Browser, offer: Offer, page: Page): Promise<void>
  installed(offer: Offer): Promise<number>
  redeems(offer: Offer): ReceivedCall[]
  state(offer: Offer): InstallState
  /** @throws CaseFailure where it is installed more or less often, after the target has had time to. */
  expectInstalled(offer: Offer, times: 0 | 1): Promise<void>
  /** Waits until that holds. @throws CaseFailure where it does not come to. */
  eventually(holds: () => boolean | Promise<boolean>, otherwise: string): Promise<void>
  /** What became of everything that was on offer, in a sentence. */
  summary(): Promise<string>
  /** Every browser there was. */
  readonly browsers: readonly Browser[]
}

export interface StageParts {
  readonly registry: FakeRegistry
  readonly registered: FakeTarget
  readonly target: RunningTarget
  readonly adapter: ConformanceAdapter
  readonly patienceMs: number
}

const pollMs = 10

export function createStage({ registry, registered, target, adapter, patienceMs }: StageParts): Stage {
  const offers: Offer[] = []
  const browsers: Browser[] = []
  const fetch = target.fetch ?? ((request: Request) => globalThis.fetch(request))
  const stage: Stage = {
    registry,
    registered,
    target,
    people: adapter.people,
    browsers,
    offer(wish) {
      const offer = newOffer(registry, adapter, offers.length + 1, wish)
      offers.push(offer)
      return offer
    },
    async browser(person) {
      const browser = createBrowser(fetch, patienceMs)
      browsers.push(browser)
      if (person !== null) await target.signIn(browser, person)
      return browser
    },
    async land(browser, { link }) {
      const { origin, pathname, hash } = new URL(link)
      await browser.get(origin + pathname, { site: "cross-site" })
      return await receive(target, browser, arrivalOf(hash))
    },
    async arrive() {
      const offer = stage.offer()
      const browser = await stage.browser(adapter.people.buyer)
      return { offer, browser, page: await stage.land(browser, offer) }
    },
    accept: (browser, page) => (target.accept ? target.accept(browser, page) : accept(browser, page)),
    decline: (browser, page) => (target.decline ? target.decline(browser, page) : decline(browser, page)),
    async insist(browser, offer, page) {
      // The same button twice, then the link again.
      for (const from of [page, page, undefined]) {
        if ((await stage.installed(offer)) > 0) return
        await stage.accept(browser, from ?? (await stage.land(browser, offer)))
      }
      await target.catchUp?.()
    },
    async installed({ slug, version }) {
      const things = await target.installs()
      return things.filter((thing) => thing.slug === slug && thing.version === version).length
    },
    redeems: ({ installIntentId }) =>
      registry.calls.filter((call) => call.route === "redeem" && call.installIntentId === installIntentId),
    state: ({ installIntentId }) => registry.install(installIntentId),
    async expectInstalled(offer, times) {
      const waitMs = times === 0 ? 0 : patienceMs
      const holds = await until(async () => (await stage.installed(offer)) >= times, waitMs)
      const count = await stage.installed(offer)
      if (!holds || count !== times)
        throw new CaseFailure(`${offer.slug} was installed ${timesOf(count)} instead of ${timesOf(times)}.`)
    },
    async eventually(holds, otherwise) {
      if (!(await until(holds, patienceMs))) throw new CaseFailure(otherwise)
    },
    summary: () => summaryOf(stage, offers),
  }
  return stage
}

function newOffer(
  registry: FakeRegistry,
  { people, assetKind, refs }: ConformanceAdapter,
  number: number,
  wish: Partial<InstallWish> = {},
): Offer {
  const { listing = `acme/offer-${number}`, version = `1.${number}.0`, buyer = people.buyer } = wish
  const issued = registry.issue({ assetKind, refs, ...wish, listing, version, buyer })
  return { ...issued, slug: listing, version }
}

function arrivalOf(hash: string): Arrival {
  const fragment = new URLSearchParams(hash.slice(1))
  const state = fragment.get("fp_state")
  return {
    token: fragment.get("fp_token") ?? "",
    issuer: fragment.get("fp_iss") ?? "",
    ...(state === null ? {} : { state }),
  }
}

function fragmentOf({ token, issuer, state }: Arrival): string {
  const fragment = { fp_token: token, fp_iss: issuer, ...(state === undefined ? {} : { fp_state: state }) }
  return `#${new URLSearchParams(fragment).toString()}`
}

/** Hands over what a link carried, and comes to the page that asks for consent. */
export async function receive(target: RunningTarget, browser: Browser, arrival: Arrival): Promise<Page> {
  if (target.receive) return await target.receive(browser, arrival)
  const page = await browser.postJson(target.landingUrl, { link: fragmentOf(arrival), ...arrival })
  const isTaken = page.status < 300 && page.headers.get("content-type")?.includes("json")
  return isTaken ? await browser.get(nextOf(page, target.landingUrl)) : page
}

function nextOf({ text }: Page, landingUrl: string): string {
  const { next }: { next?: string } = JSON.parse(text)
  return next === undefined ? `${landingUrl}/confirm` : new URL(next, landingUrl).href
}

const formWith = (page: Page, says: "yes" | "no"): Form | undefined =>
  page.forms.find(({ buttons }) => buttons.some((button) => declines(button) === (says === "no")))

/** A page without a form has nothing to press: what it says is the answer. */
async function accept(browser: Browser, page: Page): Promise<Page> {
  const form = formWith(page, "yes")
  return form
    ? await browser.press(
        form,
        form.buttons.find((button) => !declines(button)),
      )
    : page
}

async function decline(browser: Browser, page: Page): Promise<Page> {
  const form = formWith(page, "no")
  if (!form) throw new CaseSkipped("The page that asks for consent has no button that declines.")
  return await browser.press(form, form.buttons.find(declines))
}

async function until(holds: () => boolean | Promise<boolean>, patienceMs: number): Promise<boolean> {
  for (const endMs = performance.now() + patienceMs; ;) {
    if (await holds()) return true
    if (performance.now() >= endMs) return false
    await new Promise((resolve) => {
      setTimeout(resolve, pollMs)
    })
  }
}

async function summaryOf(stage: Stage, offers: readonly Offer[]): Promise<string> {
  const sentences = await Promise.all(
    offers.map(async (offer) => {
      const { status, outcome } = stage.state(offer)
      const calls = stage.redeems(offer)
      const ids = new Set(calls.map(({ redemptionId }) => redemptionId)).size
      const asked =
        calls.length === 0 ? "never redeemed" : `${calls.length} × redeem under ${plural(ids, "redemptionId")}`
      const told = outcome === null ? "nothing reported" : `reported ${outcome}`
      return `${offer.slug}: ${asked}, ${status}, installed ${timesOf(await stage.installed(offer))}, ${told}.`
    }),
  )
  return sentences.join(" ")
}

const timesOf = (count: number): string => (count === 0 ? "never" : count === 1 ? "once" : `${count} times`)
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`
