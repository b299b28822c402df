import { limits } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"

/** Forgets keys after their tombstone week: until then a late retry is refused, never run again. Returns how many. */
export async function purgeIdempotencyKeys(context: AppContext): Promise<number> {
  const beforeMs = context.nowMs() - limits.idempotencyReplayMs - limits.idempotencyTombstoneMs
  return await context.store.transaction((tx) => tx.idempotency.purge(beforeMs))
}
