import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aToken, aUser, hashOf } from "../support/records.ts"

describe.each(engines)("users and tokens on $name", (engine) => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.drop())

  it("gives a user back as it was stored, by id and by identity", async () => {
    const user = aUser({ sub: "Zoë|ユーザー|'; drop table users; --", lockedAtMs: 1_738_281_600_000 })
    const inserted = await database.store.transaction((tx) => tx.users.insert(user))
    expect(inserted).toBe(true)
    expect(await database.store.read.users.find(user.userId)).toEqual(user)
    expect(await database.store.read.users.findByIdentity(user.iss, user.sub)).toEqual(user)
  })

  it("knows nobody of another id, issuer or subject", async () => {
    const user = aUser()
    await database.store.transaction((tx) => tx.users.insert(user))
    expect(await database.store.read.users.find("usr_nobody")).toBeUndefined()
    expect(await database.store.read.users.findByIdentity("https://other.example", user.sub)).toBeUndefined()
    expect(await database.store.read.users.findByIdentity(user.iss, user.sub.toUpperCase())).toBeUndefined()
  })

  it("takes an identity once, and says so the second time", async () => {
    const user = aUser()
    await database.store.transaction((tx) => tx.users.insert(user))
    const again = aUser({ iss: user.iss, sub: user.sub })
    expect(await database.store.transaction((tx) => tx.users.insert(again))).toBe(false)
    expect(await database.store.read.users.findByIdentity(user.iss, user.sub)).toEqual(user)
  })

  it("lets one of many take an identity at once", async () => {
    const users = Array.from({ length: 40 }, () => aUser({ sub: "wanted by forty" }))
    const taken = await Promise.all(users.map((user) => database.store.transaction((tx) => tx.users.insert(user))))
    expect(taken.filter(Boolean)).toHaveLength(1)
  })

  it("finds a token by its hash together with its user", async () => {
    const user = aUser()
    const token = aToken(user, { revokedAtMs: 8_000 })
    await database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.tokens.insert(token)
    })
    expect(await database.store.read.tokens.findByHash(token.tokenHash)).toEqual({ token, user })
    expect(await database.store.read.tokens.findByHash(hashOf("another"))).toBeUndefined()
  })

  it("gives a token back with its listings and its last use, by id and by hash", async () => {
    const user = aUser()
    const token = aToken(user, { listingIds: ["lst_1", "lst_2"], lastUsedAtMs: 3_600_000 })
    await database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.tokens.insert(token)
    })
    expect(await database.store.read.tokens.find(token.tokenId)).toEqual(token)
    expect((await database.store.read.tokens.findByHash(token.tokenHash))?.token).toEqual(token)
    expect(await database.store.read.tokens.find("tok_none")).toBeUndefined()
  })

  it("lists a user's tokens newest first, past a cursor, and counts those that are alive", async () => {
    const user = aUser()
    const tokens = [
      aToken(user, { createdAtMs: 1 }),
      aToken(user, { createdAtMs: 2, revokedAtMs: 5 }),
      aToken(user, { createdAtMs: 3, expiresAtMs: 100 }),
    ]
    await database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      for (const token of tokens) await tx.tokens.insert(token)
    })
    const [oldest, middle, newest] = tokens
    const page = (after: { atMs: number; id: string } | undefined) =>
      database.store.read.tokens.listOfUser(user.userId, { after, limit: 2 })
    expect(await page(undefined)).toEqual([newest, middle])
    expect(await page({ atMs: 2, id: middle?.tokenId ?? "" })).toEqual([oldest])
    const live = (nowMs: number) => database.store.transaction((tx) => tx.tokens.countLive(user.userId, nowMs))
    expect([await live(99), await live(100)]).toEqual([2, 1])
  })

  it("revokes a token once, and moves its last use forward alone", async () => {
    const user = aUser()
    const token = aToken(user)
    await database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.tokens.insert(token)
    })
    const revoke = (nowMs: number) => database.store.transaction((tx) => tx.tokens.revoke(token.tokenId, nowMs))
    expect([await revoke(7_000), await revoke(8_000)]).toEqual([true, false])
    for (const usedAtMs of [2_000, 5_000, 3_000]) {
      await database.store.transaction((tx) => tx.tokens.noteUse(token.tokenId, usedAtMs))
    }
    const kept = await database.store.read.tokens.find(token.tokenId)
    expect(kept).toEqual({ ...token, revokedAtMs: 7_000, lastUsedAtMs: 5_000 })
  })

  it("refuses a token of nobody, a hash used twice, and what is no hash", async () => {
    const user = aUser()
    const token = aToken(user)
    await database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.tokens.insert(token)
    })
    const insert = (bad: typeof token) => database.store.transaction((tx) => tx.tokens.insert(bad))
    await expect(insert(aToken(aUser()))).rejects.toThrow(/foreign key/i)
    await expect(insert(aToken(user, { tokenHash: token.tokenHash }))).rejects.toThrow(/unique/i)
    await expect(insert(aToken(user, { tokenHash: "fpat_in-the-clear" }))).rejects.toThrow(/check/i)
  })

  it("makes a second transaction that locks the same user wait for the first", async () => {
    const user = aUser()
    await database.store.transaction((tx) => tx.users.insert(user))
    const steps: string[] = []
    const locked = (name: string) =>
      database.store.transaction(async (tx) => {
        await tx.users.lock(user.userId)
        steps.push(`${name} in`)
        for (let turn = 0; turn < 20; turn++) await tx.users.find(user.userId)
        steps.push(`${name} out`)
      })
    await Promise.all([locked("one"), locked("other")])
    expect(steps.map((step) => step.split(" ")[1])).toEqual(["in", "out", "in", "out"])
  })
})
