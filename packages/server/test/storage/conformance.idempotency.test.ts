import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { IdempotencyScope } from "../../src/domain/idempotency/store.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aUser, hashOf } from "../support/records.ts"

let keys = 0
const aScope = (given: Partial<IdempotencyScope> = {}): IdempotencyScope => ({
  principalId: "usr_1",
  route: "POST /v1/listings",
  keyHash: hashOf(`key ${keys++}`),
  ...given,
})

describe.each(engines)("idempotency keys on $name", (engine) => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.drop())

  it("gives a key to the first and its record to the second", async () => {
    const scope = aScope()
    await database.store.transaction(async (tx) => {
      expect(await tx.idempotency.reserve(scope, "body a", 5_000)).toBeUndefined()
      await tx.idempotency.complete(scope, '{"id":"lst_1"}')
    })
    const record = await database.store.transaction((tx) => tx.idempotency.reserve(scope, "body b", 9_000))
    expect(record).toEqual({ fingerprint: "body a", result: '{"id":"lst_1"}', createdAtMs: 5_000 })
  })

  it("knows no result while the first is still working", async () => {
    const scope = aScope()
    await database.store.transaction(async (tx) => {
      await tx.idempotency.reserve(scope, "body", 5_000)
      const record = await tx.idempotency.reserve(scope, "body", 6_000)
      expect(record).toEqual({ fingerprint: "body", result: null, createdAtMs: 5_000 })
    })
  })

  it("keeps callers, routes and keys apart", async () => {
    const scope = aScope()
    const changes = [{}, { principalId: "usr_2" }, { route: "POST /v1/publishers" }, { keyHash: hashOf("other") }]
    const scopes = changes.map((change) => ({ ...scope, ...change }))
    await database.store.transaction(async (tx) => {
      for (const [index, one] of scopes.entries()) {
        expect(await tx.idempotency.reserve(one, `body ${index}`, index)).toBeUndefined()
      }
      for (const [index, one] of scopes.entries()) await tx.idempotency.complete(one, `result ${index}`)
    })
    for (const [index, one] of scopes.entries()) {
      const record = await database.store.transaction((tx) => tx.idempotency.reserve(one, "body", 9))
      expect(record).toEqual({ fingerprint: `body ${index}`, result: `result ${index}`, createdAtMs: index })
    }
  })

  it("frees a key whose transaction failed", async () => {
    const scope = aScope()
    const failing = database.store.transaction(async (tx) => {
      await tx.idempotency.reserve(scope, "body", 1)
      await tx.idempotency.complete(scope, "{}")
      throw new Error("Refused.")
    })
    await expect(failing).rejects.toThrow("Refused.")
    expect(await database.store.transaction((tx) => tx.idempotency.reserve(scope, "body", 2))).toBeUndefined()
  })

  it("lets one of 50 at once do the work, and shows the others its result", async () => {
    const scope = aScope()
    const request = () =>
      database.store.transaction(async (tx) => {
        const first = await tx.idempotency.reserve(scope, "body", 1)
        if (first !== undefined) return { worked: false, result: first.result }
        const user = aUser()
        await tx.users.insert(user)
        await tx.idempotency.complete(scope, user.userId)
        return { worked: true, result: user.userId }
      })
    const replies = await Promise.all(Array.from({ length: 50 }, request))
    expect(replies.filter(({ worked }) => worked)).toHaveLength(1)
    expect(new Set(replies.map(({ result }) => result)).size).toBe(1)
    expect(await database.store.read.users.find(replies[0]?.result ?? "")).toBeDefined()
  })

  it("hands the key on to one who waited, where the one before rolls back", async () => {
    const scope = aScope()
    let runs = 0
    const request = () =>
      database.store.transaction(async (tx) => {
        if ((await tx.idempotency.reserve(scope, "body", 1)) !== undefined) return "replayed"
        if (++runs <= 3) throw new Error("Refused.")
        await tx.idempotency.complete(scope, "{}")
        return "worked"
      })
    const ends = await Promise.allSettled(Array.from({ length: 10 }, request))
    const results = ends.map((end) => (end.status === "fulfilled" ? end.value : "refused"))
    const count = (result: string) => results.filter((one) => one === result).length
    expect([count("refused"), count("worked"), count("replayed")]).toEqual([3, 1, 6])
  })

  it("removes what is older than a moment, and says how much", async () => {
    const [old, young] = [aScope({ principalId: "usr_old" }), aScope({ principalId: "usr_old" })]
    await database.store.transaction(async (tx) => {
      await tx.idempotency.purge(Number.MAX_SAFE_INTEGER)
      await tx.idempotency.reserve(old, "body", 999)
      await tx.idempotency.reserve(young, "body", 1_000)
      expect(await tx.idempotency.purge(1_000)).toBe(1)
      expect(await tx.idempotency.reserve(young, "body", 2_000)).toMatchObject({ createdAtMs: 1_000 })
      expect(await tx.idempotency.reserve(old, "body", 2_000)).toBeUndefined()
    })
  })
})
