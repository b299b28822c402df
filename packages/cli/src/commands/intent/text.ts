import type { InstallIntent } from "@fleetprompt/sdk/contracts"
import type { Field } from "../../output/fields.ts"
import { pairsText } from "../../output/pairs.ts"
import { momentText, spanText } from "../../output/time.ts"

/** How an install stands, in one word: what the target reported, else its status. */
export const stateOf = ({ status, outcome }: InstallIntent): string => outcome ?? status

/** An install's facts, one to a line. */
export const intentFields = (intent: InstallIntent, nowMs: number): Field[] => [
  ["install", intent.installIntentId],
  [
    "release",
    `${intent.listing.slug}@${intent.release.version}${intent.release.status === "revoked" ? ", REVOKED" : ""}`,
  ],
  ["target", `${intent.target.name} (${intent.target.targetSystem})`],
  ["where", pairsText(intent.targetContext)],
  ["status", intent.status],
  ["outcome", [intent.outcome, intent.outcomeCode].filter(Boolean).join(", ")],
  ["there it is", intent.targetInstallRef ?? undefined],
  ["canceled by", intent.cancelReason ?? undefined],
  ["started", momentText(intent.createdAtMs)],
  ["ends", endText(intent, nowMs)],
]

function endText({ status, expiresAtMs }: InstallIntent, nowMs: number): string | undefined {
  const isOpen = status === "created" || status === "token_issued"
  return expiresAtMs === null || !isOpen ? undefined : `in ${spanText(expiresAtMs - nowMs)}`
}
