import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Transaction } from "../../src/domain/store.ts"
import { Refusal } from "../../src/domain/refusal.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { anEntry, aPublisher, aUser } from "../support/records.ts"

describe.each(engines)("transactions on $name", (engine) => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.drop())

  it("return what the work returns, and throw what it throws", async () => {
    const refusal = new Refusal("HANDLE_TAKEN", "Taken.")
    expect(await database.store.transaction(async () => "result")).toBe("result")
    await expect(database.store.transaction(() => Promise.reject(refusal))).rejects.toBe(refusal)
  })

  it("leave nothing behind where the work throws, not even an audit entry", async () => {
    const user = aUser()
    const failing = database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.audit.append(anEntry(user.userId))
      throw new Refusal("NOT_FOUND", "No.")
    })
    await expect(failing).rejects.toThrow("No.")
    expect(await database.store.read.users.find(user.userId)).toBeUndefined()
    expect(await database.store.transaction((tx) => tx.audit.list(user.userId))).toEqual([])
  })

  it("leave nothing behind where the database refuses a statement", async () => {
    const user = aUser()
    const failing = database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.publishers.addMember({ publisherId: "pub_none", userId: user.userId, role: "owner", addedAtMs: 1 })
    })
    await expect(failing).rejects.toThrow(/foreign key/i)
    expect(await database.store.read.users.find(user.userId)).toBeUndefined()
  })

  it("that fail do not harm the others that run at the same time", async () => {
    const users = Array.from({ length: 60 }, () => aUser())
    const ends = await Promise.allSettled(
      users.map((user, index) =>
        database.store.transaction(async (tx) => {
          await tx.users.insert(user)
          if (index % 3 === 0) throw new Error("Refused.")
          await tx.audit.append(anEntry(user.userId))
        }),
      ),
    )
    for (const [index, user] of users.entries()) {
      const found = await database.store.read.users.find(user.userId)
      const noted = await database.store.transaction((tx) => tx.audit.list(user.userId))
      const failed = ends[index]?.status === "rejected"
      expect({ failed, found, notes: noted.length }).toEqual(
        index % 3 === 0 ? { failed: true, found: undefined, notes: 0 } : { failed: false, found: user, notes: 1 },
      )
    }
  })

  it("are seen by a read as soon as they have resolved, and not before", async () => {
    const user = aUser()
    const [written, seen] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const writing = database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      expect(await tx.users.find(user.userId)).toEqual(user)
      written.resolve()
      await seen.promise
    })
    await written.promise
    expect(await database.store.read.users.find(user.userId)).toBeUndefined()
    seen.resolve()
    await writing
    expect(await database.store.read.users.find(user.userId)).toEqual(user)
  })

  it("refuse a transaction and a read through the store inside their work, and go on", async () => {
    const [user, nested] = [aUser(), aUser()]
    await database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      const inner = database.store.transaction((other) => other.users.insert(nested))
      await expect(inner).rejects.toThrow("Inside a transaction everything goes through `tx`, never through the store.")
      expect(() => database.store.read).toThrow("Inside a transaction everything goes through `tx`")
      await expect(database.store.stampMode("dev")).rejects.toThrow("Inside a transaction")
    })
    expect(await database.store.read.users.find(user.userId)).toEqual(user)
    expect(await database.store.read.users.find(nested.userId)).toBeUndefined()
  })

  it("cannot be used once they have ended, not even while another is running", async () => {
    let kept: Transaction | undefined
    await database.store.transaction(async (tx) => {
      kept = tx
    })
    const user = aUser()
    await expect(kept?.users.insert(user)).rejects.toThrow(/ended|already committed/)
    const [running, tried] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const another = database.store.transaction(async () => {
      running.resolve()
      await tried.promise
    })
    await running.promise
    await expect(kept?.users.insert(user)).rejects.toThrow(/ended|already committed/)
    tried.resolve()
    await another
    expect(await database.store.read.users.find(user.userId)).toBeUndefined()
  })

  it("of one handle at once give it to one", async () => {
    const claim = () => database.store.transaction((tx) => tx.publishers.insert(aPublisher({ handle: "wanted" })))
    const claimed = await Promise.all(Array.from({ length: 50 }, claim))
    expect(claimed.filter(Boolean)).toHaveLength(1)
  })
})

describe.each(engines)("a store on $name", (engine) => {
  it("answers a ping", async () => {
    const database = await engine.open()
    await expect(database.store.ping()).resolves.toBeUndefined()
    await database.drop()
  })

  it("has no mode until it is stamped, and keeps its first", async () => {
    const database = await engine.open()
    expect(await database.store.mode()).toBeUndefined()
    await database.store.stampMode("dev")
    await database.store.stampMode("serve")
    expect(await database.store.mode()).toBe("dev")
    await database.drop()
  })

  it("ends what is running before it closes, and then takes nothing more", async () => {
    const database = await engine.open()
    const user = aUser()
    const writing = database.store.transaction((tx) => tx.users.insert(user))
    await database.store.close()
    expect(await writing).toBe(true)
    const late = database.store.transaction((tx) => tx.users.insert(aUser()))
    await expect(late).rejects.toThrow("The database is closed.")
    await expect(database.store.ping()).rejects.toThrow(/not open|destroyed/)
    expect(await database.rawSql(`select sub from users where user_id = '${user.userId}'`)).toEqual([{ sub: user.sub }])
    await database.drop()
  })
})
