import { AsyncLocalStorage } from "node:async_hooks"
import type { Database } from "better-sqlite3"
import { StorageError } from "../storage-error.ts"
import { batchCommitter } from "./commit-batch.ts"
import { type Job, jobOf } from "./job.ts"

/** The one way to write to a SQLite connection. */
export interface GroupCommit {
  /** Runs `work` in turn; resolves or rejects with it once the commit that holds it is on disk. */
  run<Result>(work: () => Promise<Result>): Promise<Result>
  /** Whether the caller stands inside any work, finished or not. */
  isInside(): boolean
  /** @throws StorageError unless the caller stands inside the very work that is running now. */
  assertRunning(): void
  /** Takes no more work and resolves when what was queued is done. */
  close(): Promise<void>
}

/**
 * Commits the work of many callers at once. A durable commit costs one fsync however much it holds, so everything
 * that is queued during one turn of the event loop shares a commit, up to `jobsMax`: under load that is several times
 * the rate of a commit each, while a caller who is alone waits for nobody.
 */
export function groupCommit(database: Database, { jobsMax = 100, busyMs = 5_000 } = {}): GroupCommit {
  const commitBatch = batchCommitter(database, busyMs)
  const queue: Job[] = []
  const turns = new AsyncLocalStorage<object>()
  let present: object | undefined
  let draining: Promise<void> | undefined
  let closed = false

  return {
    async run(work) {
      if (closed) throw new StorageError("The database is closed.")
      // The work belongs to its caller, whose async context (a request's log, say) is not that of the batch.
      const inCallersContext = AsyncLocalStorage.snapshot()
      const turn = {}
      const inTurn = () => takeTurn(turn, () => inCallersContext(() => turns.run(turn, work)))
      return await new Promise((resolve, reject) => {
        queue.push(jobOf(inTurn, resolve, reject))
        draining ??= drain()
      })
    },

    isInside: () => turns.getStore() !== undefined,

    assertRunning() {
      if (present !== undefined && turns.getStore() === present) return
      throw new StorageError("A transaction was used after it had ended.")
    },

    async close() {
      closed = true
      await draining
    },
  }

  async function takeTurn<Result>(turn: object, work: () => Promise<Result>): Promise<Result> {
    present = turn
    try {
      return await work()
    } finally {
      present = undefined
    }
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      // Everything this turn of the event loop still brings goes into the same commit.
      await new Promise(setImmediate)
      await commitBatch(() => queue.splice(0, jobsMax))
    }
    draining = undefined
  }
}
