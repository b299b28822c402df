import type { AppContext } from "../context.ts"
import type { PersonalToken } from "./user.ts"

/** Collects when tokens were used, so that no request waits for that to be written. */
export interface TokenUses {
  note(token: Pick<PersonalToken, "tokenId" | "lastUsedAtMs">): void
  /** Writes what was collected. What cannot be written is tried again with the next flush. */
  flush(context: Pick<AppContext, "store">): Promise<void>
}

const hourMs = 3_600_000

/** The most tokens whose use is held in memory; beyond that a use goes unnoted, for it is a courtesy, not a record. */
const pendingMax = 10_000

/** Times are kept to the hour: enough to see an idle token, too little to follow a person, and one write an hour. */
export function collectTokenUses(nowMs: () => number): TokenUses {
  let pending = new Map<string, number>()
  return {
    note({ tokenId, lastUsedAtMs }) {
      const usedAtMs = Math.floor(nowMs() / hourMs) * hourMs
      if (lastUsedAtMs !== null && lastUsedAtMs >= usedAtMs) return
      if (pending.size < pendingMax || pending.has(tokenId)) pending.set(tokenId, usedAtMs)
    },

    async flush({ store }) {
      if (pending.size === 0) return
      const writing = pending
      pending = new Map()
      try {
        await store.transaction(async (tx) => {
          for (const [tokenId, usedAtMs] of writing) await tx.tokens.noteUse(tokenId, usedAtMs)
        })
      } catch (error) {
        pending = new Map([...writing, ...pending])
        throw error
      }
    },
  }
}
