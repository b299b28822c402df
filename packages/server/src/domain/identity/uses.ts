import type { AppContext } from "../context.ts"
import type { Transaction } from "../store.ts"

/** Collects when credentials were used, so that no request waits for that to be written. */
export interface Uses {
  note(credential: { readonly id: string; readonly lastUsedAtMs: number | null }): void
  /** Writes what was collected. What cannot be written is tried again with the next flush. */
  flush(context: Pick<AppContext, "store">): Promise<void>
}

const hourMs = 3_600_000

/** The most credentials whose use is held in memory; beyond that a use goes unnoted, for it is a courtesy, not a record. */
const pendingMax = 10_000

/** Times are kept to the step, an hour unless named: enough to see an idle token, too little to follow a person, and one write an hour. */
function collectUses(
  nowMs: () => number,
  write: (tx: Transaction, id: string, usedAtMs: number) => Promise<void>,
  stepMs = hourMs,
): Uses {
  let pending = new Map<string, number>()
  return {
    note({ id, lastUsedAtMs }) {
      const usedAtMs = Math.floor(nowMs() / stepMs) * stepMs
      if (lastUsedAtMs !== null && lastUsedAtMs >= usedAtMs) return
      if (pending.size < pendingMax || pending.has(id)) pending.set(id, usedAtMs)
    },

    async flush({ store }) {
      if (pending.size === 0) return
      const writing = pending
      pending = new Map()
      try {
        await store.transaction(async (tx) => {
          for (const [id, usedAtMs] of writing) await write(tx, id, usedAtMs)
        })
      } catch (error) {
        pending = new Map([...writing, ...pending])
        throw error
      }
    },
  }
}

/** Uses of personal tokens. */
export const collectTokenUses = (nowMs: () => number): Uses =>
  collectUses(nowMs, (tx, tokenId, usedAtMs) => tx.tokens.noteUse(tokenId, usedAtMs))

/** Uses of CLI sessions. */
export const collectSessionUses = (nowMs: () => number): Uses =>
  collectUses(nowMs, (tx, sessionId, usedAtMs) => tx.sessions.noteUse(sessionId, usedAtMs))

/** Uses of web sessions: to five minutes, for they end after hours. */
export const collectWebSessionUses = (nowMs: () => number): Uses =>
  collectUses(nowMs, (tx, sessionId, usedAtMs) => tx.webSessions.noteUse(sessionId, usedAtMs), 300_000)

/** Uses of targets' keys and secrets. */
export const collectCredentialUses = (nowMs: () => number): Uses =>
  collectUses(nowMs, (tx, credentialId, usedAtMs) => tx.targets.noteCredentialUse(credentialId, usedAtMs))
