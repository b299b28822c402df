import { StorageError } from "../storage-error.ts"

/** Serialization failure and deadlock: PostgreSQL rolled back and asks to be tried again. */
const conflicts = new Set(["40001", "40P01"])

/**
 * A unique violation. Inserts that may meet their own kind say ON CONFLICT, so this is one that checked and found
 * nothing while a neighbour was about to commit the same; run again, it finds it.
 */
const duplicate = "23505"

/** Whether the same transaction, run from the start, is likely to end otherwise. */
export function isWorthAnotherRun(error: unknown): boolean {
  const code = codeOf(error)
  return code !== undefined && (conflicts.has(code) || code === duplicate)
}

/** What a caller is told of an error that ended a transaction: retryable, where nothing can have been written. */
export function asStorageError(error: unknown, committing: boolean): unknown {
  const code = codeOf(error)
  if (code !== undefined && conflicts.has(code)) {
    return new StorageError("PostgreSQL could not fit the transaction in.", { retryable: true, cause: error })
  }
  // Where the connection is lost during the commit nobody knows whether it happened, so we must not say it did not.
  if (!committing && isConnectionLost(error, code)) {
    return new StorageError("PostgreSQL went away, or took too long.", { retryable: true, cause: error })
  }
  return error
}

/** Connection exceptions, shutdowns, too many connections, timeouts of statement and transaction, errors of the socket. */
const lost = /^(?:08...|53...|57...|25P0[34]|ECONNRESET|EPIPE|ETIMEDOUT)$/

/** The same from the driver itself, which gives them no code. */
const lostMessage = /^(?:Connection terminated|Client has encountered a connection error)/

const isConnectionLost = (error: unknown, code: string | undefined): boolean =>
  code === undefined ? error instanceof Error && lostMessage.test(error.message) : lost.test(code)

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined
}
