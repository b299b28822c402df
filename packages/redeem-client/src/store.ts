import type { InstallRecord } from "./install-record.ts"

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
 * Keeps besides what became of each redemption, so that an install whose reply was read is finished and reported
 * whatever comes between. Every store of this package is one.
 */
export interface InstallStore extends RedemptionStore {
  /**
   * Keeps the record where none of its redemption is kept yet, or one that has not come as far; of two as far as each
   * other the first stays. Answers the one that is kept then, once it would survive a crash.
   */
  keep(record: InstallRecord): Promise<InstallRecord>
  /** The records that are not reported, the longest kept first. */
  unfinished(): Promise<InstallRecord[]>
}
