import type { InstallOutcome } from "../../outcome.ts"
import { fields, oneOf, optional, readBody, rules, text } from "./body.ts"
import type { Request } from "./handler.ts"
import { RegistryRefusal } from "./problem.ts"

const windowMs = 30 * 86_400_000
const codes = [
  "not_authorized",
  "user_declined",
  "incompatible",
  "upstream_not_found",
  "quota_exceeded",
  "import_failed",
]

const reportBody = fields({
  redemptionId: rules.redemptionId,
  outcome: oneOf("completed", "failed", "declined"),
  code: optional(oneOf(...codes)),
  targetInstallRef: optional(text(/^[\x21-\x7e]{1,128}$/, "must be printable ASCII without blanks")),
})

interface ReportBody {
  redemptionId: string
  outcome: InstallOutcome
  code?: string
  targetInstallRef?: string
}

/** `POST /v1/install-intents/{id}/outcome`: the same again is fine, and success may follow a failure; nothing else. */
export function reportOutcome({ world, caller, body, id }: Request): object {
  const { redemptionId, outcome, code, targetInstallRef } = readBody(body, reportBody) as unknown as ReportBody
  const intent = world.intents.get(id)
  if (!intent?.redemption || intent.target !== caller.target || intent.redemption.redemptionId !== redemptionId)
    throw new RegistryRefusal("NOT_FOUND", "There is no such redemption.")
  const { installIntentId } = intent
  if (intent.outcome === outcome) return { installIntentId, outcome, outcomeAtMs: intent.outcomeAtMs }
  if (intent.outcome !== null && !(intent.outcome === "failed" && outcome === "completed"))
    throw new RegistryRefusal("OUTCOME_CONFLICT", `The outcome was already reported as ${intent.outcome}.`)
  const nowMs = world.clock.nowMs()
  if (nowMs - intent.redemption.redeemedAtMs > windowMs)
    throw new RegistryRefusal(
      "INVALID_STATE_TRANSITION",
      "An outcome can be reported for 30 days after the redemption.",
    )
  intent.outcome = outcome
  intent.outcomeCode = code ?? null
  intent.outcomeAtMs = nowMs
  intent.targetInstallRef ??= targetInstallRef ?? null
  return { installIntentId, outcome, outcomeAtMs: nowMs }
}
