import { limits } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"

/** Forgets sessions and links whose time is up. Returns how many. */
export async function purgeWebSessions(context: AppContext): Promise<number> {
  const nowMs = context.nowMs()
  return await context.store.transaction(async (tx) => {
    const links = await tx.signInLinks.purge(nowMs)
    return links + (await tx.webSessions.purge(nowMs - limits.webSessionTtlMs))
  })
}
