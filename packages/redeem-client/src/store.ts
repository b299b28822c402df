/**
 * Keeps the `redemptionId` chosen for a token, so that a lost reply can be asked for again after any crash.
 * It never sees a token: `tokenHash` is its SHA-256 in 64 hexadecimal digits.
 */
export interface RedemptionStore {
  /**
   * The id kept for this token, or `make()` where there is none. Two calls for one token, at the same time or in
   * two processes, answer the same id, and the promise settles only once the id would survive a crash.
   * In SQL: `insert … on conflict do nothing`, then `select`.
   */
  getOrCreate(tokenHash: string, make: () => string): Promise<string>
}

/**
 * A store that forgets with its process, for tests and trials: a token whose reply was lost in a restart answers
 * `already_redeemed` afterwards.
 * @throws Error in production (`NODE_ENV`), unless `allowInProduction` says that is understood.
 */
export function memoryStore({ allowInProduction = false }: { allowInProduction?: boolean } = {}): RedemptionStore {
  // A runtime that is not Node may have no process, or one without an environment.
  const environment = globalThis.process?.env
  if (!allowInProduction && environment?.["NODE_ENV"] === "production")
    throw new Error("memoryStore loses redemptions in a restart; use a durable RedemptionStore in production.")
  const ids = new Map<string, string>()
  return {
    async getOrCreate(tokenHash, make) {
      const id = ids.get(tokenHash) ?? make()
      ids.set(tokenHash, id)
      return id
    },
  }
}
