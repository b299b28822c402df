import type * as wire from "@fleetprompt/sdk/contracts"
import type { Target } from "../../domain/targets/target.ts"

/** A target as a buyer may see it. */
export const publicTarget = (target: Target): wire.Target => ({
  targetId: target.targetId,
  name: target.name,
  targetSystem: target.targetSystem,
  landingUrl: target.landingUrl,
  assetKinds: [...target.assetKinds],
  systemVersions: {},
  isDefault: false,
})
