import * as z from "zod"
import { openEnum } from "./open-enum.ts"
import { targetName, targetSystems } from "./targets.ts"

/** Why a release cannot be installed into a target right now. */
export const preflightCauses = ["release_revoked", "kind_not_taken", "target_disabled", "system_too_old"] as const
export type PreflightCause = (typeof preflightCauses)[number]

/** Query of `GET /v1/listings/{publisher}/{name}/releases/{version}/preflight`. */
export const preflightQuery = z.strictObject({ target: targetName })

/** One minimum version of the release beside what the target says it runs. */
export const versionCheck = z.object({
  system: openEnum(targetSystems),
  minimum: z.string(),
  /** Null where the target never said. */
  runs: z.string().nullable(),
  /** Null where that cannot be known; such a check stops nothing. */
  satisfied: z.boolean().nullable(),
})
export type VersionCheck = z.infer<typeof versionCheck>

/** Whether a token would be issued for a release and a target, and what stands against it. */
export const preflight = z.object({
  installable: z.boolean(),
  causes: z.array(openEnum(preflightCauses)),
  checks: z.array(versionCheck),
})
export type Preflight = z.infer<typeof preflight>
