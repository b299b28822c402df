import type { InstallOutcome, OutcomeCode } from "./outcome.ts"
import { peek } from "./peek.ts"
import type { Preview } from "./preview.ts"
import { redeem, type RedeemResult } from "./redeem.ts"
import { report } from "./report.ts"
import { type InstallRequest, requestInstall, type RequestedInstall } from "./request-install.ts"
import { type RedeemerOptions, settingsOf } from "./settings.ts"
import type { Subject } from "./subject.ts"

/** What every call takes. */
export interface CallOptions {
  /** Ends the call, also while it waits for its next attempt. */
  signal?: AbortSignal | undefined
}

/** What a report takes besides. */
export interface ReportOptions extends CallOptions {
  /** Why the install was not completed. */
  code?: OutcomeCode | undefined
  /** What the target calls the installed thing: up to 128 printable ASCII characters, shown to the buyer alone. */
  targetInstallRef?: string | undefined
}

/** What a redeem takes besides. */
export interface RedeemOptions extends CallOptions {
  /** For an install the target asked for, what `requestInstall` gave it; for no other. */
  codeVerifier?: string | undefined
}

/**
 * A target system's side of an install (spec §4.3 Flow D). Every method rejects with {@link RedeemAuthError},
 * {@link RedeemNetworkError} or {@link RedeemProtocolError} where the registry gave no expected answer, with
 * TypeError for a malformed argument, and with whatever the caller's own `store` or `credential` throws.
 */
export interface Redeemer {
  /** The registry's address without a slash at its end. */
  readonly registry: string
  /** Looks at a token without consuming it, for a confirm page. Null where it is not live for this target. */
  peek(token: string, subject: Subject, options?: CallOptions): Promise<Preview | null>
  /**
   * Redeems a token for the person signed in at the target. Call it again with the same token whenever the answer
   * was lost: the redemption is made once, and the same one comes back for 30 days.
   */
  redeem(token: string, subject: Subject, options?: RedeemOptions): Promise<RedeemResult>
  /**
   * Tells the registry what became of an install. The same report again is fine; another one rejects with
   * RedeemProtocolError whose `problemCode` is `OUTCOME_CONFLICT`.
   */
  report(installIntentId: string, redemptionId: string, outcome: InstallOutcome, options?: ReportOptions): Promise<void>
  /** Asks for an install by somebody who is at the target right now: send the browser to `startUrl`. */
  requestInstall(request: InstallRequest, options?: CallOptions): Promise<RequestedInstall>
}

/**
 * Makes a redeemer for one registry and one target.
 * @throws TypeError where an option is malformed; it names the option and never its value.
 */
export function createRedeemer(options: RedeemerOptions): Redeemer {
  const settings = settingsOf(options)
  const { store } = options
  if (typeof store?.getOrCreate !== "function") throw new TypeError("store must be a RedemptionStore.")
  return {
    registry: settings.base,
    peek: (token, subject, { signal } = {}) => peek(settings, token, subject, signal),
    redeem: (token, subject, { codeVerifier, signal } = {}) =>
      redeem(settings, store, { token, subject, codeVerifier }, signal),
    report: (installIntentId, redemptionId, outcome, { code, targetInstallRef, signal } = {}) =>
      report(settings, installIntentId, { redemptionId, outcome, code, targetInstallRef }, signal),
    requestInstall: (request, { signal } = {}) => requestInstall(settings, request, signal),
  }
}
