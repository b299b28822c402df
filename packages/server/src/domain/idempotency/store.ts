/** Where a key counts: one caller, one route. Two callers may use the same key and never meet. */
export interface IdempotencyScope {
  readonly principalId: string
  readonly route: string
  readonly keyHash: string
}

/** What is kept of the first request with a key. `result` is null only inside the transaction that is still working. */
export interface IdempotencyRecord {
  readonly fingerprint: string
  readonly result: string | null
  readonly createdAtMs: number
}

export interface IdempotencyStore {
  /**
   * Takes the key for this transaction, or returns the record of whoever took it first. Of two transactions that
   * ask at once, the second waits for the first to end and then sees its record, or takes the key if it rolled back.
   */
  reserve(scope: IdempotencyScope, fingerprint: string, nowMs: number): Promise<IdempotencyRecord | undefined>
  /** Keeps the JSON text of the result under a key reserved by this transaction. */
  complete(scope: IdempotencyScope, result: string): Promise<void>
  /** Removes records made before that moment and returns how many. */
  purge(beforeMs: number): Promise<number>
}
