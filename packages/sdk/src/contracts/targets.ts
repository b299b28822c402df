import * as z from "zod"
import { idOf } from "./ids.ts"
import { assetKinds } from "./listings.ts"
import { openEnum } from "./open-enum.ts"

/** The systems an asset can be installed into (spec §5.3). */
export const targetSystems = ["whs", "agentromatic", "agentelic"] as const
export type TargetSystem = (typeof targetSystems)[number]

/** A target's name as people type it: `whs`, `whs-staging`. */
export const targetName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9](?:-?[a-z0-9])+$/, "must be lower-case letters, digits and single hyphens")

/** A registered deployment of a target system. */
export const target = z.object({
  targetId: idOf("target"),
  name: z.string(),
  targetSystem: openEnum(targetSystems),
  landingUrl: z.string(),
  assetKinds: z.array(openEnum(assetKinds)),
})
export type Target = z.infer<typeof target>

/** Reply of `GET /v1/targets`. */
export const targetList = z.object({ data: z.array(target) })
