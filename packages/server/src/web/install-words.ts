import type { CancelReason, PreflightCause } from "@fleetprompt/sdk/contracts"
import { type InstallIntent, statusAt } from "../domain/installs/intent.ts"

/** What became of an install, as far as the registry knows. Only the target can say that something is installed. */
export interface Standing {
  readonly words: string
  readonly tone: "good" | "warn" | "bad" | undefined
}

export function standingOf(
  intent: Pick<InstallIntent, "status" | "expiresAtMs" | "cancelReason" | "outcome">,
  target: string,
  nowMs: number,
): Standing {
  const answer = {
    none: { words: `handed over to ${target}, waiting for its answer`, tone: undefined },
    completed: { words: `installed, says ${target}`, tone: "good" },
    failed: { words: `failed, says ${target}`, tone: "bad" },
    declined: { words: `declined by ${target}`, tone: "bad" },
  } as const
  const standings = {
    created: { words: "started; nothing was handed over yet", tone: undefined },
    token_issued: { words: `ready to be handed over to ${target}`, tone: undefined },
    redeemed: answer[intent.outcome ?? "none"],
    expired: { words: "expired before it was handed over", tone: "warn" },
    canceled: { words: `canceled: ${cancelWords[intent.cancelReason ?? "buyer"]}`, tone: "warn" },
  } as const
  return standings[statusAt(intent, nowMs)]
}

const cancelWords: Record<CancelReason, string> = {
  buyer: "by you",
  admin: "by whoever runs this registry",
  release_revoked: "the release was revoked",
  listing_suspended: "the listing was suspended",
  publisher_suspended: "the publisher was locked",
  target_disabled: "the target was turned off",
  too_many_attempts: "too many attempts to redeem it failed",
}

/** What stands against an install. */
export const causeWords: Record<PreflightCause, string> = {
  release_revoked: "This version was revoked.",
  kind_not_taken: "This target does not take assets of this kind.",
  target_disabled: "This target is turned off.",
  system_too_old: "This target runs a version that is too old for it.",
}
