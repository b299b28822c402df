import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Log } from "../../src/domain/context.ts"
import type { Store } from "../../src/domain/store.ts"
import { openStore } from "../../src/storage/open.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aSecret, aToken, aUser, anIntent, openShop } from "../support/records.ts"

describe.each(engines.filter(({ name }) => name === "PostgreSQL"))("the $name engine", (engine) => {
  let warnings: string[] = []
  const log: Log = { info: () => {}, warn: (_, message) => warnings.push(message), error: () => {} }
  let database: OpenDatabase
  let store: Store
  beforeAll(async () => {
    database = await engine.open()
    store = await openStore(`${database.url}?pool=3`, { log })
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  const others = "datname = current_database() and pid <> pg_backend_pid()"
  const ofPool = "application_name = 'fleetprompt'"

  it("runs a transaction that was stopped for a deadlock again, from the start", async () => {
    const [one, two] = [aUser(), aUser()]
    await store.transaction(async (tx) => {
      await tx.users.insert(one)
      await tx.users.insert(two)
    })
    let arrived = 0
    const both = Promise.withResolvers<void>()
    const lockInOrder = (first: string, second: string) =>
      store.transaction(async (tx) => {
        await tx.users.lock(first)
        if (++arrived === 2) both.resolve()
        await both.promise
        await tx.users.lock(second)
        return "both"
      })
    const ends = await Promise.all([lockInOrder(one.userId, two.userId), lockInOrder(two.userId, one.userId)])
    expect(ends).toEqual(["both", "both"])
    expect(arrived).toBe(3)
  })

  it("gives up on a transaction that conflicts every time, and says that trying again may help", async () => {
    let runs = 0
    const conflicting = store.transaction(() => {
      runs++
      return Promise.reject(Object.assign(new Error("could not serialize access"), { code: "40001" }))
    })
    await expect(conflicting).rejects.toMatchObject({ name: "StorageError", retryable: true })
    expect(runs).toBe(3)
  })

  it("says that trying again may help where the connection breaks before the commit", async () => {
    const user = aUser()
    const broken = store.transaction(async (tx) => {
      await tx.users.insert(user)
      await database.rawSql(`select pg_terminate_backend(pid) from pg_stat_activity
        where ${others} and ${ofPool} and state = 'idle in transaction'`)
      await tx.users.find(user.userId)
    })
    await expect(broken).rejects.toMatchObject({ name: "StorageError", retryable: true })
    expect(await store.read.users.find(user.userId)).toBeUndefined()
  })

  it("outlives the end of its idle connections, and notes it", async () => {
    await store.ping()
    warnings = []
    await database.rawSql(`select pg_terminate_backend(pid) from pg_stat_activity where ${others} and ${ofPool}`)
    await expect.poll(() => warnings).toContain("A PostgreSQL connection was lost.")
    await expect(store.ping()).resolves.toBeUndefined()
  })

  it("goes on reading with the plans it has kept, when a newer process has added columns", async () => {
    const shop = await openShop(store)
    const intent = anIntent(shop)
    const token = aToken(shop.buyer)
    const secret = aSecret(shop.target)
    await store.transaction(async (tx) => {
      await tx.installs.insert(intent)
      await tx.tokens.insert(token)
      await tx.targets.addCredential(secret)
    })
    const { installs, listings, publishers, releases, targets, tokens, users } = store.read
    const readAll = async () => [
      await installs.find(intent.installIntentId),
      await listings.findById(shop.listing.listingId),
      await publishers.findByHandle(shop.publisher.handle),
      await releases.findById(shop.release.releaseId),
      await targets.findBySecretHash(secret.secretHash ?? ""),
      await tokens.findByHash(token.tokenHash),
      await users.find(shop.buyer.userId),
    ]
    const before = await readAll()
    const tables = ["install_intents", "listings", "publishers", "releases", "targets", "target_credentials"]
    for (const table of [...tables, "personal_tokens", "users"]) {
      await database.rawSql(`alter table ${table} add column newer text`)
    }
    expect(await readAll()).toEqual(before)
    expect(before).not.toContain(undefined)
  })

  it("takes as many connections as its URL allows, and lets the rest wait", async () => {
    const users = Array.from({ length: 30 }, () => aUser())
    await Promise.all(users.map((user) => store.transaction((tx) => tx.users.insert(user))))
    const [row] = await database.rawSql(
      `select count(*)::int as connections from pg_stat_activity where ${others} and ${ofPool}`,
    )
    // Ours has three; one more is the store that came with the database.
    expect(row?.["connections"]).toBeGreaterThan(1)
    expect(row?.["connections"]).toBeLessThanOrEqual(4)
  })
})
