import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Handoff } from "../../src/domain/handoffs/handoff.ts"
import { purgeAssertions } from "../../src/domain/targets/purge-assertions.ts"
import { newId } from "../../src/ids.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, anIntent, aRelease, aSecret, openShop, type Shop } from "../support/records.ts"

describe.each(engines)("what a handoff is kept in on $name", (engine) => {
  let database: OpenDatabase
  let shop: Shop
  beforeAll(async () => {
    database = await engine.open()
    shop = await openShop(database.store)
  })
  afterAll(() => database.drop())

  const aHandoff = (given: Partial<Handoff> = {}): Handoff => ({
    handoffId: newId("handoff"),
    targetId: shop.target.targetId,
    codeChallenge: "c",
    state: null,
    targetContext: { roomId: "r-1" },
    listing: null,
    version: null,
    createdAtMs: 1_000,
    expiresAtMs: 2_000,
    ...given,
  })

  it("gives a handoff to one of many takers, and to none once its time is up", async () => {
    const [one, late] = [aHandoff({ state: "s", listing: "a/b", version: "1.0.0" }), aHandoff()]
    await database.store.transaction(async (tx) => {
      await tx.handoffs.insert(one)
      await tx.handoffs.insert(late)
    })
    const { name, targetSystem, disabledAtMs } = shop.target
    const view = { ...one, target: { name, targetSystem, disabledAtMs } }
    expect(await database.store.read.handoffs.find(one.handoffId, 1_999)).toEqual(view)
    expect(await database.store.read.handoffs.find(one.handoffId, 2_000)).toBeUndefined()
    const take = (id: string, nowMs: number) => database.store.transaction((tx) => tx.handoffs.take(id, nowMs))
    const taken = await Promise.all(Array.from({ length: 20 }, () => take(one.handoffId, 1_999)))
    expect(taken.filter((handoff) => handoff !== undefined)).toEqual([one])
    expect(await take(late.handoffId, 2_000)).toBeUndefined()
    expect(await database.store.transaction((tx) => tx.handoffs.purge(2_000))).toBe(1)
  })

  it("remembers a signed request once, for each target, until it is purged a bounded number at a time", async () => {
    const remember = (targetId: string, jti: string, expiresAtMs = 5_000) =>
      database.store.transaction((tx) => tx.targets.rememberAssertion(targetId, jti, expiresAtMs))
    const { targetId } = shop.target
    const tries = await Promise.all(Array.from({ length: 20 }, () => remember(targetId, "same")))
    expect(tries.filter(Boolean)).toHaveLength(1)
    expect(await remember("tgt_other", "same")).toBe(true)
    for (let count = 0; count < 5; count++) await remember(targetId, `old-${count}`, 1_000 + count)
    const purge = (nowMs: number, limit: number) =>
      database.store.transaction((tx) => tx.targets.purgeAssertions(nowMs, limit))
    expect(await purge(1_003, 3)).toBe(3)
    expect(await purge(1_003, 3)).toBe(1)
    expect(await purgeAssertions({ store: database.store, nowMs: () => 4_999 })).toBe(1)
    expect(await remember(targetId, "same")).toBe(false)
    expect(await purgeAssertions({ store: database.store, nowMs: () => 5_000 })).toBe(2)
    expect(await remember(targetId, "same")).toBe(true)
  })

  it("expires the open intents that are due, the longest over first, and no others", async () => {
    const intents = [3, 1, 2].map((rank) => anIntent(shop, { expiresAtMs: 1_000 + rank, status: "token_issued" }))
    const later = anIntent(shop, { expiresAtMs: 9_000, status: "created" })
    const canceled = anIntent(shop, { expiresAtMs: 1_000 })
    await database.store.transaction(async (tx) => {
      for (const intent of [...intents, later, canceled]) await tx.installs.insert(intent)
      await tx.installs.cancel(canceled.installIntentId, "buyer")
    })
    const expire = (nowMs: number, limit: number) =>
      database.store.transaction((tx) => tx.installs.expireDue(nowMs, limit))
    const [third, first, second] = intents.map(({ installIntentId }) => installIntentId)
    expect(await expire(1_000, 10)).toEqual([])
    expect(new Set(await expire(1_003, 2))).toEqual(new Set([first, second]))
    expect(await expire(1_003, 2)).toEqual([third])
    expect(await expire(8_999, 2)).toEqual([])
  })

  it("keeps one default to a system, and one key to a thumbprint", async () => {
    const { target } = shop
    const isDefault = async () => (await database.store.read.targets.findDefault("whs"))?.targetId
    await database.store.transaction((tx) => tx.targets.makeDefault(target))
    expect(await isDefault()).toBe(target.targetId)
    const publicKey = { kty: "OKP", crv: "Ed25519", x: "x" } as const
    const key = () => aSecret(target, { kind: "key", kid: "k", publicKey, secretHash: null })
    const add = () => database.store.transaction((tx) => tx.targets.addCredential(key()))
    const added = await Promise.all([add(), add(), add()])
    expect(added.filter(Boolean)).toHaveLength(1)
    expect((await database.store.read.targets.findByKey(target.targetId, "k"))?.credential.publicKey).toEqual(publicKey)
    expect(await database.store.read.targets.findByKey("tgt_other", "k")).toBeUndefined()
  })

  it("numbers revocations in the order of their commits, of a release or of all a listing has left", async () => {
    const listing = aListing(shop.publisher)
    const releases = ["1.0.0", "2.0.0", "3.0.0"].map((version) => aRelease(listing, { version }))
    await database.store.transaction(async (tx) => {
      await tx.listings.insert(listing)
      for (const release of releases) await tx.releases.insert(release)
      await tx.releases.revoke(releases[0]?.releaseId ?? "", { reason: "broken", note: null, atMs: 5_000 })
    })
    const entry = { revoked: true, cause: "listing_suspended", atMs: 6_000 } as const
    await database.store.transaction(async (tx) => {
      await tx.revocations.append({ ...entry, releaseId: releases[0]?.releaseId ?? "", cause: "release_revoked" })
      await tx.revocations.appendListing(listing.listingId, entry)
    })
    const failed = database.store.transaction(async (tx) => {
      await tx.revocations.appendListing(listing.listingId, entry)
      throw new Error("undone")
    })
    await expect(failed).rejects.toThrow("undone")
    await Promise.all(
      Array.from({ length: 10 }, () =>
        database.store.transaction((tx) => tx.revocations.appendListing(listing.listingId, entry)),
      ),
    )
    const found = await database.store.read.revocations.listAfter(0, 100)
    expect(found.map(({ seq }) => seq)).toEqual(Array.from({ length: 23 }, (_, index) => index + 1))
    expect(found[0]).toMatchObject({ releaseId: releases[0]?.releaseId, cause: "release_revoked" })
    expect(found.slice(1).some(({ releaseId }) => releaseId === releases[0]?.releaseId)).toBe(false)
  })
})
