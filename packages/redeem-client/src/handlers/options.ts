import type { InstallVerdict } from "../install-record.ts"
import type { OutcomeCode } from "../outcome.ts"
import type { Preview } from "../preview.ts"
import type { Redemption } from "../redemption.ts"
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

/**
 * What a target brings to its install routes. `Native` is what its framework calls a request (Hono's context, the
 * request of Express or Fastify), which the wrapper of that framework hands on.
 */
export interface InstallRoutesOptions<Native = void> {
  /**
   * Who is signed in at the target, read from its own session and never from the link. A Response is sent to the
   * browser instead of the confirm page: a redirect to the sign-in page that leads back to this address. Null is
   * answered with "sign in first".
   */
  subject: (request: Request, native: Native) => Promise<Subject | Response | null> | Subject | Response | null
  /**
   * Whether this person may install this here, by the target's own rules. Asked before anything is redeemed, and
   * again after; a refusal then is reported as `declined`, `not_authorized`.
   */
  authorize: (install: ProposedInstall, subject: Subject) => Promise<boolean> | boolean
  /**
   * Installs. Runs again for the same redemption after a crash, and must then find what it made: let `redemptionId`
   * be a unique key. An answer is final; where it throws, the install stays unfinished and is tried again.
   */
  install: (redemption: Redemption, by: Installer) => Promise<InstallResult> | InstallResult
  /** Durable, and shared by all machines of the target. */
  store: InstallStore
  /** Where given, is asked before each install whether the release was withdrawn since; see `createRevocations`. */
  revocations?: { isRevoked: (releaseId: string) => Promise<boolean> } | undefined
  /** The path of the registered landing URL. Default: `/fleetprompt/install`. */
  path?: string | undefined
  /**
   * Is told what went wrong wherever the buyer is told that it will be tried again; nothing it is given holds a token
   * or secret, save what `install` and the like throw themselves. Default: throws it on to the framework.
   */
  onError?: ((error: unknown) => void) | undefined
  /** Other words for the pages, for instance in another language. */
  texts?: Partial<InstallTexts> | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** For whom an install is made. */
export interface Installer {
  subject: Subject
  /** What the target asked for this install with; null where the buyer started it at the registry. */
  state: string | null
}

/** What an install led to: what the target calls the installed thing, or why it cannot be installed. */
export type InstallResult = InstallSuccess | { outcome: "failed"; code?: OutcomeCode | undefined }

export interface InstallSuccess extends Pick<InstallVerdict, "targetInstallRef"> {
  outcome: "completed"
}
