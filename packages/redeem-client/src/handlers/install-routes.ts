import type { InstallVerdict } from "../install-record.ts"
import type { Preview } from "../preview.ts"
import type { Redeemer } from "../redeemer.ts"
import type { Redemption } from "../redemption.ts"
import type { InstallRequest } from "../request-install.ts"
import type { InstallStore } from "../store.ts"
import type { Subject } from "../subject.ts"
import type { InstallTexts } from "./texts.ts"

/** What is to be installed and where, as far as both a preview and a redemption know it. */
export interface ProposedInstall {
  installIntentId: string
  listing: Pick<Preview["listing"], "slug" | "name" | "assetKind">
  release: Pick<Preview["release"], "version" | "digest">
  targetContext: Record<string, string>
}

/** What a target brings to its install routes. */
export interface InstallRoutesOptions {
  /**
   * Who is signed in at the target, read from its own session and never from the link. A Response is sent to the
   * browser instead of the confirm page: a redirect to the sign-in page that leads back to this address. Null is
   * answered with "sign in first".
   */
  subject: (request: Request) => Promise<Subject | Response | null> | Subject | Response | null
  /**
   * Whether this person may install this here, by the target's own rules. Asked before anything is redeemed, and
   * again after; a refusal then is reported as `declined`, `not_authorized`.
   */
  authorize: (install: ProposedInstall, subject: Subject) => Promise<boolean> | boolean
  /**
   * Installs. Runs again for the same redemption after a crash, and must then find what it made: let `redemptionId`
   * be a unique key. An answer is final; where it throws, the install stays unfinished and is tried again.
   */
  install: (redemption: Redemption, subject: Subject) => Promise<InstallResult> | InstallResult
  /** Durable, and shared by all machines of the target. */
  store: InstallStore
  /** The path of the registered landing URL. Default: `/fleetprompt/install`. */
  path?: string | undefined
  /** Is told what went wrong where the buyer is told that it will be tried again. Default: it is thrown on. */
  onError?: ((error: unknown) => void) | undefined
  /** Other words for the pages, for instance in another language. */
  texts?: Partial<InstallTexts> | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** What an install led to: what the target calls the installed thing, or why it cannot be installed. */
export type InstallResult =
  | { targetInstallRef?: string | undefined }
  | { outcome: "failed"; code: InstallVerdict["code"] }

/** Answers a request of the buyer's browser. */
export type WebHandler = (request: Request) => Promise<Response>

/** The target's side of an install, from the buyer's landing to the report. */
export interface InstallRoutes {
  /** `GET {path}`: takes the token out of the address and posts it. */
  landing: WebHandler
  /** `POST {path}`: parks the token with the browser that brought it. */
  receive: WebHandler
  /** `GET {path}/confirm`: shows what would be installed. */
  confirm: WebHandler
  /** `POST {path}/confirm`: redeems, authorizes, installs and reports. */
  complete: WebHandler
  /** Whichever of the four the request is for; undefined where it is for none. */
  handle: (request: Request) => Promise<Response> | undefined
  /** Asks for an install by the buyer whose browser sent this request, and sends the browser to the registry. */
  start: (request: Request, ask: InstallRequest) => Promise<Response>
  /**
   * Finishes what a crash, an error or an outage left unfinished. Call it at start and every few minutes; several
   * machines may. Answers how many installs were finished and how many are waiting.
   */
  resume: () => Promise<{ finished: number; waiting: number }>
  /** The path of the landing page. */
  path: string
}

/** See {@link InstallRoutes}. */
export type CreateInstallRoutes = (redeemer: Redeemer, options: InstallRoutesOptions) => InstallRoutes
