import { type InstallRecord, progressOf } from "./install-record.ts"
import type { InstallStore } from "./store.ts"

/**
 * A store that forgets with its process, for tests and trials: a token whose reply was lost in a restart answers
 * `already_redeemed` afterwards.
 * @throws Error in production (`NODE_ENV`), unless `allowInProduction` says that is understood.
 */
export function memoryStore({ allowInProduction = false }: { allowInProduction?: boolean } = {}): InstallStore {
  // A runtime that is not Node may have no process, or one without an environment.
  const environment = globalThis.process?.env
  if (!allowInProduction && environment?.["NODE_ENV"] === "production")
    throw new Error("memoryStore loses redemptions in a restart; use a durable store in production.")
  const ids = new Map<string, string>()
  const records = new Map<string, InstallRecord>()
  return {
    async getOrCreate(tokenHash, make) {
      const id = ids.get(tokenHash) ?? make()
      ids.set(tokenHash, id)
      return id
    },
    async keep(record) {
      const { redemptionId } = record.redemption
      const kept = records.get(redemptionId)
      if (kept && progressOf(kept) >= progressOf(record)) return kept
      records.set(redemptionId, record)
      return record
    },
    async unfinished() {
      return [...records.values()].filter(({ reported }) => !reported)
    },
  }
}
