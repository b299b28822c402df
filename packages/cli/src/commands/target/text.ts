import type { TargetCredential, TargetSettings } from "@fleetprompt/sdk/admin"
import type { Field } from "../../output/fields.ts"
import { pairsText } from "../../output/pairs.ts"
import { momentText, spanText } from "../../output/time.ts"

/** A target's settings, one to a line. */
export const targetFields = (target: TargetSettings, nowMs: number): Field[] => [
  ["target", target.name],
  ["id", target.targetId],
  ["system", `${target.targetSystem}${target.isDefault ? ", the default one" : ""}`],
  ["state", target.disabledAtMs === null ? "enabled" : `DISABLED since ${momentText(target.disabledAtMs)}`],
  ["landing page", target.landingUrl],
  ["takes", target.assetKinds.join(", ")],
  ["runs", pairsText(target.systemVersions)],
  ["token lives", `at most ${spanText(target.tokenTtlMsMax)}`],
  ["buyer match", target.requireBuyerMatch ? "required" : "NOT required"],
  ["proves itself", `by ${target.authentication}`],
  ...target.credentials.map((credential): Field => ["credential", credentialText(credential, nowMs)]),
]

/** `tcr_… key kid=…, until …` */
export function credentialText(credential: TargetCredential, nowMs: number): string {
  const { credentialId, kind, kid, expiresAtMs, revokedAtMs, lastUsedAtMs } = credential
  const end =
    revokedAtMs !== null
      ? `revoked ${momentText(revokedAtMs)}`
      : expiresAtMs === null
        ? "live"
        : expiresAtMs <= nowMs
          ? `ended ${momentText(expiresAtMs)}`
          : `ends ${momentText(expiresAtMs)}`
  const used = lastUsedAtMs === null ? "never used" : `used ${momentText(lastUsedAtMs)}`
  return [credentialId, kind, ...(kid === null ? [] : [`kid=${kid}`]), end, used].join(", ")
}
