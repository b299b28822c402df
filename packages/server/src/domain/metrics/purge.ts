import { limits } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { dayMs, dayOf } from "./metric.ts"

/** Removes what was counted on days that nobody can ask for any more. */
export async function purgeMetrics({ store, nowMs }: Pick<AppContext, "store" | "nowMs">): Promise<number> {
  const firstDayAtMs = dayOf(nowMs()) - (limits.metricsDaysMax - 1) * dayMs
  return await store.transaction((tx) => tx.metrics.purge(firstDayAtMs))
}
