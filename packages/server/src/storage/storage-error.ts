/** The database cannot be used, or not now. The message is one sentence for an operator and never holds a password. */
export class StorageError extends Error {
  override readonly name = "StorageError"
  /** True where nothing was written and the same call may succeed later. */
  readonly retryable: boolean

  constructor(message: string, options: { readonly retryable?: boolean; readonly cause?: unknown } = {}) {
    super(message, options)
    this.retryable = options.retryable ?? false
  }
}
