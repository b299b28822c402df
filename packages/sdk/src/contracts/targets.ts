import * as z from "zod"
import { idOf } from "./ids.ts"
import { assetKinds } from "./listings.ts"
import { openEnum } from "./open-enum.ts"
import { version } from "./version.ts"

/** The systems an asset can be installed into (spec §5.3). */
export const targetSystems = ["whs", "agentromatic", "agentelic"] as const
export type TargetSystem = (typeof targetSystems)[number]

/** A target's name as people type it: `whs`, `whs-staging`. */
export const targetName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9](?:-?[a-z0-9])+$/, "must be lower-case letters, digits and single hyphens")
  // Addresses of their own under `/v1/targets`.
  .refine((name) => name !== "self" && name !== "settings", "is reserved")

/** The version of each system a target says it runs; a system it does not name is unknown. */
export const systemVersions = z.strictObject({
  whs: version.exactOptional(),
  agentromatic: version.exactOptional(),
  agentelic: version.exactOptional(),
})
export type SystemVersions = z.infer<typeof systemVersions>

/** A registered deployment of a target system. */
export const target = z.object({
  targetId: idOf("target"),
  name: z.string(),
  targetSystem: openEnum(targetSystems),
  landingUrl: z.string(),
  assetKinds: z.array(openEnum(assetKinds)),
  /** What it said it runs. */
  systemVersions: z.record(z.string(), z.string()),
  /** Whether it is the one that is meant where only its system is named. */
  isDefault: z.boolean(),
})
export type Target = z.infer<typeof target>

/** Reply of `GET /v1/targets`. */
export const targetList = z.object({ data: z.array(target) })
