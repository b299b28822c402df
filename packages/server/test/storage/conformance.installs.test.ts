import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { InstallIntent, InstallView } from "../../src/domain/installs/intent.ts"
import type { Spend } from "../../src/domain/installs/store.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { anIntent, aSpend, aTarget, hashOf, openShop, type Shop } from "../support/records.ts"

describe.each(engines)("installs on $name", (engine) => {
  let database: OpenDatabase
  let shop: Shop
  beforeAll(async () => {
    database = await engine.open()
    shop = await openShop(database.store)
  })
  afterAll(() => database.drop())

  async function placed(given: Partial<InstallIntent> = {}): Promise<InstallIntent> {
    const intent = anIntent(shop, given)
    await database.store.transaction((tx) => tx.installs.insert(intent))
    return intent
  }
  const spend = (claim: Spend) => database.store.transaction((tx) => tx.installs.spend(claim))

  it("gives an intent back as it was stored, with the names it points at", async () => {
    const intent = await placed({ requireBuyerMatch: false, targetContext: {} })
    const view = viewOf(shop, intent)
    expect(await database.store.read.installs.find(intent.installIntentId)).toEqual(view)
    expect(await database.store.read.installs.findByTokenHash(intent.tokenHash)).toEqual(view)
    expect(await database.store.read.installs.find("ins_none")).toBeUndefined()
    expect(await database.store.read.installs.findByTokenHash(hashOf("guess"))).toBeUndefined()
  })

  it("locks an intent by id and by token, and finds nothing to lock where there is none", async () => {
    const intent = await placed()
    await database.store.transaction(async (tx) => {
      expect(await tx.installs.lock(intent.installIntentId)).toEqual(viewOf(shop, intent))
      expect(await tx.installs.lockByTokenHash(intent.tokenHash)).toEqual(viewOf(shop, intent))
      expect(await tx.installs.lock("ins_none")).toBeUndefined()
      expect(await tx.installs.lockByTokenHash(hashOf("guess"))).toBeUndefined()
    })
  })

  it("spends a token and keeps the redemption word for word", async () => {
    const intent = await placed()
    const claim = aSpend(shop, intent)
    expect(await spend(claim)).toBe(true)
    const view = await database.store.read.installs.find(intent.installIntentId)
    expect(view).toMatchObject({ status: "redeemed", redeemedAtMs: claim.nowMs, redemptionId: claim.redemptionId })
    expect(JSON.stringify(view?.redemption)).toBe(JSON.stringify(claim.redemption))
    const found = await database.store.transaction((tx) =>
      tx.installs.findByRedemption(claim.targetId, claim.redemptionId),
    )
    expect(found).toEqual(view)
    expect(await spend(aSpend(shop, intent))).toBe(false)
  })

  it("gives the token to exactly one of 200 redeemers at once", async () => {
    const intent = await placed()
    const spent = await Promise.all(Array.from({ length: 200 }, () => spend(aSpend(shop, intent))))
    expect(spent.filter(Boolean)).toHaveLength(1)
  })

  it.each<[string, (intent: InstallIntent) => Partial<Spend>]>([
    ["of another hash", () => ({ tokenHash: hashOf("guess") })],
    ["for another target", () => ({ targetId: aTarget().targetId })],
    ["of another intent", () => ({ installIntentId: "ins_none" })],
    ["at the very moment it expires", (intent) => ({ nowMs: intent.expiresAtMs })],
  ])("does not spend a token %s", async (_, wrong) => {
    const intent = await placed()
    expect(await spend(aSpend(shop, intent, wrong(intent)))).toBe(false)
    expect(await database.store.read.installs.find(intent.installIntentId)).toEqual(viewOf(shop, intent))
    expect(await spend(aSpend(shop, intent, { nowMs: intent.expiresAtMs - 1 }))).toBe(true)
  })

  it("does not spend a token before it is issued or after it is canceled", async () => {
    const [created, canceled] = [await placed({ status: "created" }), await placed()]
    await database.store.transaction((tx) => tx.installs.cancel(canceled.installIntentId, "buyer"))
    expect(await spend(aSpend(shop, created))).toBe(false)
    expect(await spend(aSpend(shop, canceled))).toBe(false)
  })

  it("does not spend a second token under a redemptionId that the target has used", async () => {
    const [first, second] = [await placed(), await placed()]
    const { redemptionId } = aSpend(shop, first)
    expect(await spend(aSpend(shop, first, { redemptionId }))).toBe(true)
    expect(await spend(aSpend(shop, second, { redemptionId }))).toBe(false)
  })

  it("lets one of many tokens at once have the same redemptionId, and harms none of the others", async () => {
    const { redemptionId } = aSpend(shop, await placed())
    const intents = await Promise.all(Array.from({ length: 20 }, () => placed()))
    const spent = await Promise.all(intents.map((intent) => spend(aSpend(shop, intent, { redemptionId }))))
    expect(spent.filter(Boolean)).toHaveLength(1)
  })

  it("counts failed attempts, each of many at once", async () => {
    const intent = await placed()
    const count = () => database.store.transaction((tx) => tx.installs.countFailedAttempt(intent.installIntentId))
    const counts = await Promise.all(Array.from({ length: 25 }, count))
    expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
  })

  it("cancels an open intent once, and no other", async () => {
    const [open, redeemed] = [await placed(), await placed()]
    await spend(aSpend(shop, redeemed))
    const cancel = (id: string) => database.store.transaction((tx) => tx.installs.cancel(id, "too_many_attempts"))
    expect(await cancel(open.installIntentId)).toBe(true)
    expect(await cancel(open.installIntentId)).toBe(false)
    expect(await cancel(redeemed.installIntentId)).toBe(false)
    expect(await database.store.read.installs.find(open.installIntentId)).toMatchObject({
      status: "canceled",
      cancelReason: "too_many_attempts",
    })
  })

  it("writes the outcome of a redeemed intent, and of no other", async () => {
    const [open, redeemed] = [await placed(), await placed()]
    await spend(aSpend(shop, redeemed))
    const report = ({ installIntentId }: InstallIntent) =>
      database.store.transaction((tx) =>
        tx.installs.setOutcome({
          installIntentId,
          outcome: "failed",
          code: "import_failed",
          targetInstallRef: "agt-1",
          nowMs: 8_000,
        }),
      )
    expect(await report(open)).toBe(false)
    expect(await report(redeemed)).toBe(true)
    expect(await database.store.read.installs.find(redeemed.installIntentId)).toMatchObject({
      outcome: "failed",
      outcomeCode: "import_failed",
      outcomeAtMs: 8_000,
      targetInstallRef: "agt-1",
    })
  })
})

function viewOf({ publisher, listing, release, target }: Shop, intent: InstallIntent): InstallView {
  const { version, digest, status, refs, compatibility, artifact } = release
  return {
    ...intent,
    listing: {
      slug: `${publisher.handle}/${listing.slugName}`,
      name: listing.name,
      assetKind: listing.assetKind,
      status: listing.status,
      publisherId: publisher.publisherId,
      publisherHandle: publisher.handle,
      publisherDisplayName: publisher.displayName,
      publisherVerifiedAtMs: publisher.verifiedAtMs,
      publisherLockedAtMs: publisher.lockedAtMs,
    },
    release: { version, digest, status, refs: { ...refs }, compatibility: { ...compatibility }, artifact },
    target: { name: target.name, targetSystem: target.targetSystem, landingUrl: target.landingUrl },
  }
}
