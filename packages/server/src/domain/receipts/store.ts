/** What the registry signed about a release when it was published, as it was handed out. */
export interface StoredReceipt {
  /** Counts up from one without a hole, in the order of the commits. */
  readonly sequence: number
  readonly releaseId: string
  /** The compact JWS. */
  readonly jws: string
}

export interface ReceiptReads {
  find(releaseId: string): Promise<StoredReceipt | undefined>
}

export interface ReceiptStore extends ReceiptReads {
  /** The last `sequence` that was given. Nobody else can give the next one until this transaction ends. */
  lockSequence(): Promise<number>
  /** Keeps a receipt for good, under the number after the last. */
  insert(receipt: StoredReceipt): Promise<void>
}
