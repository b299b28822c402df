import { limits } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"

/** Forgets logins an hour after their time was up; until then a late poll is told so. Returns how many. */
export async function purgeDeviceLogins(context: AppContext): Promise<number> {
  const beforeMs = context.nowMs() - 6 * limits.deviceLoginTtlMs
  return await context.store.transaction((tx) => tx.deviceLogins.purge(beforeMs))
}
