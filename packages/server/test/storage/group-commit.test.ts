import { AsyncLocalStorage } from "node:async_hooks"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import SqliteDatabase, { type Database } from "better-sqlite3"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { groupCommit } from "../../src/storage/engine/group-commit.ts"

describe("a group commit", () => {
  let folder: string
  let path: string
  let database: Database
  /** Every statement as the database ran it. */
  let statements: string[]

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-group-"))
    path = join(folder, "registry.db")
    statements = []
    database = new SqliteDatabase(path, { timeout: 0, verbose: (sql) => statements.push(String(sql).toLowerCase()) })
    database.pragma("journal_mode = wal")
    database.pragma("foreign_keys = on")
    database.exec("create table words (word text primary key, next text references words) strict")
  })
  afterEach(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })

  const insert = (word: string) => async () => {
    database.prepare("insert into words (word) values (?)").run(word)
    return word
  }
  const words = () => database.prepare<[], { word: string }>("select word from words order by word").all()
  const count = (statement: string) => statements.filter((one) => one.startsWith(statement)).length

  it("puts what arrives in one turn of the event loop into one commit", async () => {
    const commits = groupCommit(database)
    const inserts = Array.from({ length: 32 }, (_, index) => commits.run(insert(`word ${index}`)))
    expect(await Promise.all(inserts)).toHaveLength(32)
    expect([count("begin immediate"), count("commit"), count("savepoint")]).toEqual([1, 1, 32])
  })

  it("puts no more into a commit than the cap, and leaves none out", async () => {
    const commits = groupCommit(database, { jobsMax: 10 })
    await Promise.all(Array.from({ length: 25 }, (_, index) => commits.run(insert(`word ${index}`))))
    expect(count("commit")).toBe(3)
    expect(words()).toHaveLength(25)
  })

  it("runs one piece of work at a time, in the order of arrival", async () => {
    const commits = groupCommit(database)
    const steps: string[] = []
    const work = (name: string) => async () => {
      steps.push(`${name} begins`)
      await Promise.resolve()
      steps.push(`${name} ends`)
    }
    await Promise.all([commits.run(work("one")), commits.run(work("two"))])
    expect(steps).toEqual(["one begins", "one ends", "two begins", "two ends"])
  })

  it("tells nobody how it ended before the commit, not even of a refusal", async () => {
    const commits = groupCommit(database)
    const told: number[] = []
    const refused = commits.run(() => Promise.reject(new Error("Refused.")))
    const inserted = commits.run(insert("word"))
    const tell = () => told.push(count("commit"))
    await Promise.all([refused.catch(tell), inserted.then(tell)])
    expect(told).toEqual([1, 1])
  })

  it("fails everybody where the commit itself fails, and goes on with the next", async () => {
    const commits = groupCommit(database)
    const dangling = commits.run(async () => {
      database.pragma("defer_foreign_keys = on")
      database.prepare("insert into words (word, next) values ('lost', 'nowhere')").run()
    })
    const neighbours = [commits.run(insert("one")), commits.run(() => Promise.reject(new Error("Refused.")))]
    const ends = await Promise.allSettled([dangling, ...neighbours])
    expect(ends.map((end) => end.status === "rejected" && String(end.reason))).toEqual(
      Array(3).fill("SqliteError: FOREIGN KEY constraint failed"),
    )
    await commits.run(insert("after"))
    expect(words()).toEqual([{ word: "after" }])
  })

  it("does what it says of each, where the disk is full", async () => {
    const commits = groupCommit(database)
    database.pragma("max_page_count = 20")
    const ends = await Promise.allSettled([
      commits.run(insert("before")),
      commits.run(insert("big ".repeat(50_000))),
      commits.run(insert("behind")),
    ])
    const kept = ends.flatMap((end) => (end.status === "fulfilled" ? [{ word: end.value }] : []))
    expect(ends[1]).toMatchObject({ status: "rejected", reason: { code: "SQLITE_FULL" } })
    expect(words()).toEqual(kept.toSorted((a, b) => (a.word < b.word ? -1 : 1)))
    await commits.run(insert("small"))
    expect(words()).toContainEqual({ word: "small" })
  })

  it("waits for another process that writes, and meanwhile lets this one go on", async () => {
    const other = new SqliteDatabase(path)
    other.exec("begin immediate")
    const commits = groupCommit(database)
    let done = false
    const inserting = commits.run(insert("word")).finally(() => {
      done = true
    })
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    expect(done).toBe(false)
    other.exec("commit")
    expect(await inserting).toBe("word")
    other.close()
  })

  it("gives up on a file that stays locked, writes nothing, and says that trying again may help", async () => {
    const other = new SqliteDatabase(path)
    other.exec("begin immediate")
    const commits = groupCommit(database, { busyMs: 30 })
    const ends = await Promise.allSettled([commits.run(insert("one")), commits.run(insert("two"))])
    const refusal = { name: "StorageError", retryable: true }
    expect(ends).toMatchObject([
      { status: "rejected", reason: refusal },
      { status: "rejected", reason: refusal },
    ])
    other.exec("commit")
    other.close()
    expect(await commits.run(insert("later"))).toBe("later")
    expect(words()).toEqual([{ word: "later" }])
  })

  it("runs work in the async context of its caller", async () => {
    const commits = groupCommit(database)
    const request = new AsyncLocalStorage<string>()
    const ask = (name: string) => request.run(name, () => commits.run(async () => request.getStore()))
    expect(await Promise.all([ask("a"), ask("b")])).toEqual(["a", "b"])
  })

  it("knows who stands inside the work that is running, and nobody else", async () => {
    const commits = groupCommit(database)
    const ended = "A transaction was used after it had ended."
    const left = Promise.withResolvers<void>()
    const stray = await commits.run(async () => {
      expect(() => commits.assertRunning()).not.toThrow()
      // Lives on when its turn is over.
      return { promise: left.promise.then(() => commits.assertRunning()) }
    })
    expect(commits.isInside()).toBe(false)
    expect(() => commits.assertRunning()).toThrow(ended)
    await commits.run(async () => {
      left.resolve()
      await expect(stray.promise).rejects.toThrow(ended)
      expect(() => commits.assertRunning()).not.toThrow()
    })
  })

  it("finishes what it has before it closes, and takes nothing after", async () => {
    const commits = groupCommit(database, { jobsMax: 1 })
    const inserts = [commits.run(insert("one")), commits.run(insert("two"))]
    await commits.close()
    expect(words()).toEqual([{ word: "one" }, { word: "two" }])
    expect(await Promise.all(inserts)).toEqual(["one", "two"])
    await expect(commits.run(insert("three"))).rejects.toThrow("The database is closed.")
  })
})
