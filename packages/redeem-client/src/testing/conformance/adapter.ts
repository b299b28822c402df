import type { Subject } from "../../subject.ts"
import type { IssuedCredential } from "../registry/register.ts"
import type { Browser } from "./browser.ts"
import type { Page } from "./page.ts"

/** What a target is told when it is started. */
export interface TargetSetting {
  /** Address of the registry, which is also the issuer its links name. */
  readonly registry: string
  readonly credential: IssuedCredential
  /** How long the target is to wait for the registry, in milliseconds: short, so that the suite is. */
  readonly timeoutMs: number
}

/** What a link carries in its fragment, as the landing page's script finds it. */
export interface Arrival {
  readonly token: string
  readonly issuer: string
  readonly state?: string | undefined
}

/** Something the target has installed, in its own words. */
export interface InstalledThing {
  /** `publisher/name`. */
  readonly slug: string
  readonly version: string
}

/** A target that takes installs. Optional members are hooks: a case that needs one is skipped where it is missing. */
export interface RunningTarget {
  /** Absolute address of the landing page, as an operator would register it. */
  readonly landingUrl: string
  /** Reaches the target. Default: the global `fetch`; give your app's own where it listens on no port. */
  readonly fetch?: ((request: Request) => Promise<Response> | Response) | undefined
  /** Signs somebody in: by requests of the browser, or by giving it the cookie or header of a session. */
  signIn(browser: Browser, subject: Subject): Promise<void> | void
  /** Everything that is installed; a thing that is there twice is listed twice. */
  installs(): Promise<readonly InstalledThing[]> | readonly InstalledThing[]
  /**
   * Does what the landing page's script does with the fragment, and returns the page that asks for consent. Default:
   * posts `{link, token, issuer, state}` as JSON to the landing address, `link` being the whole fragment. The reply is
   * that page, leads to it by a redirect, or is JSON: then the page is at `next` of it, or at `confirm` below the landing
   * address.
   */
  receive?(browser: Browser, arrival: Arrival): Promise<Page>
  /** Says yes. Default: sends the page's form by the button that does not decline. */
  accept?(browser: Browser, page: Page): Promise<Page>
  /** Says no. Default: sends the page's form by the button whose name, value or label declines. */
  decline?(browser: Browser, page: Page): Promise<Page>
  /** Ends the target as a crash does, without a warning, and starts it again on the same data and address. */
  restart?(): Promise<void> | void
  /** Does now what the target does from time to time: finishes what is unfinished, reports what is unreported. */
  catchUp?(): Promise<unknown>
  /** Makes imports fail until it is called with false. */
  breakImports?(broken: boolean): void
  /**
   * Asks the registry for an install by the person in that browser (`POST /v1/handoffs`), as a button of the target
   * does, and returns where it sends the browser.
   */
  requestInstall?(browser: Browser, wanted: { listing: string; version: string }): Promise<string>
  /** Everything the target has logged so far. */
  output?(): string
  stop?(): Promise<void> | void
}

/** How the suite gets at a target. */
export interface ConformanceAdapter {
  readonly name: string
  readonly people: {
    /** Somebody who may install by the target's own rules. */
    readonly buyer: Subject
    /** Somebody else who may. */
    readonly other: Subject
    /** Somebody who may not; null where everybody may. */
    readonly outsider: Subject | null
  }
  /** What the target imports. Default: `whs_agent`. */
  readonly assetKind?: string | undefined
  /** Upstream ids of the releases on offer, which the target will find. Default: a `whsAgentId`. */
  readonly refs?: Record<string, string> | undefined
  /** How the target proves who it is. Default: `secret`. */
  readonly authentication?: "secret" | "key" | undefined
  /** How long a page of the target, and what it does afterwards, may take in milliseconds. Default: 5,000. */
  readonly patienceMs?: number | undefined
  /** Starts a target that has installed nothing. Called once for every case. */
  start(setting: TargetSetting): Promise<RunningTarget> | RunningTarget
}
