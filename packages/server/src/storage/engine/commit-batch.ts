import type { Database } from "better-sqlite3"
import type { Job } from "./job.ts"
import { retryWhileBusy } from "./while-busy.ts"

/**
 * Makes the function that puts a batch of jobs into one commit, one after the other, each in a savepoint of its own,
 * so that one which fails takes nothing of its neighbours with it. `take` is asked for the batch once the file is
 * ours, and again for whoever else must hear of it where that never happens.
 */
export function batchCommitter(database: Database, busyMs: number): (take: () => Job[]) => Promise<void> {
  const begin = database.prepare("begin immediate")
  const commit = database.prepare("commit")
  const rollback = database.prepare("rollback")
  const savepoint = database.prepare("savepoint job")
  const undo = database.prepare("rollback to job")
  const release = database.prepare("release job")

  return async function commitBatch(take) {
    let batch: Job[] | undefined
    try {
      await retryWhileBusy(() => begin.run(), busyMs)
      batch = take()
      for (const job of batch) await runInSavepoint(job)
      commit.run()
    } catch (error) {
      rollBack()
      for (const job of batch ?? take()) job.fail(error)
      return
    }
    // A refusal waits for the commit too: it may rest on what a neighbour wrote, which until now could still vanish.
    for (const job of batch) job.settle()
  }

  async function runInSavepoint(job: Job): Promise<void> {
    savepoint.run()
    try {
      await job.run()
    } catch (error) {
      // A full disk rolls back everything by itself, and then there is no savepoint to return to.
      if (!database.inTransaction) throw error
      undo.run()
    }
    release.run()
  }

  function rollBack(): void {
    try {
      if (database.inTransaction) rollback.run()
    } catch {
      // The callers hear the first error; should the connection be beyond repair, the next begin says so.
    }
  }
}
