import type { AppContext } from "../context.ts"

/** Forgets tokens of runs that are over, and those of CIs that could not be exchanged again anyhow. */
export const purgeCiTokens = async (context: Pick<AppContext, "store" | "nowMs">): Promise<number> =>
  await context.store.transaction((tx) => tx.trustedPublishing.purge(context.nowMs()))
