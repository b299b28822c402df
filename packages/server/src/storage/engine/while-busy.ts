import { setTimeout as wait } from "node:timers/promises"
import { StorageError } from "../storage-error.ts"

/**
 * Tries until no other process holds the file. The wait between two tries is asynchronous, so that this process goes
 * on answering reads, where SQLite's own busy timeout would stop its event loop.
 * @throws StorageError, retryable, once `busyMs` have passed.
 */
export async function retryWhileBusy(action: () => unknown, busyMs: number): Promise<void> {
  const giveUpAtMs = performance.now() + busyMs
  for (;;) {
    try {
      action()
      return
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() >= giveUpAtMs) {
        throw new StorageError("Another process keeps the SQLite database locked.", { retryable: true, cause: error })
      }
    }
    await wait(5 + Math.random() * 10)
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY")
