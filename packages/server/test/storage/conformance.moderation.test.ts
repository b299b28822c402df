import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Suspension } from "../../src/domain/moderation/suspension.ts"
import type { Report } from "../../src/domain/reports/report.ts"
import { newId } from "../../src/ids.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, anEntry, anIntent, aPublisher, aUser, hashOf, openShop, type Shop } from "../support/records.ts"

describe.each(engines)("moderation on $name", (engine) => {
  let database: OpenDatabase
  let shop: Shop
  beforeAll(async () => {
    database = await engine.open()
    shop = await openShop(database.store)
  })
  afterAll(() => database.drop())

  const aReport = (given: Partial<Report> = {}): Report => ({
    reportId: newId("report"),
    listingId: shop.listing.listingId,
    reason: "spam",
    note: "Look.",
    status: "open",
    createdAtMs: 10,
    resolution: null,
    ...given,
  })
  const aSuspension = (given: Partial<Suspension> = {}): Suspension => ({
    listingId: shop.listing.listingId,
    reason: "spam",
    note: "No.",
    statusBefore: "published",
    suspendedAtMs: 10,
    appeal: null,
    ...given,
  })
  const newListing = async (publisher = shop.publisher) => {
    const listing = aListing(publisher)
    await database.store.transaction((tx) => tx.listings.insert(listing))
    return listing
  }

  it("gives a report back with its listing, and takes one for each reporter and reason", async () => {
    const [report, again, other] = [aReport(), aReport(), aReport({ reason: "malware" })]
    const taken = await database.store.transaction(async (tx) => [
      await tx.reports.insert(report, hashOf("a")),
      await tx.reports.insert(again, hashOf("a")),
      await tx.reports.insert(other, hashOf("a")),
      await tx.reports.insert(aReport({ status: "open", createdAtMs: 9 }), hashOf("b")),
    ])
    expect(taken).toEqual([true, false, true, true])
    const slug = `${shop.publisher.handle}/${shop.listing.slugName}`
    const view = { ...report, slug, listingStatus: "published" }
    expect(await database.store.transaction((tx) => tx.reports.lock(report.reportId))).toEqual(view)
    expect(await database.store.transaction((tx) => tx.reports.lock("rpt_none"))).toBeUndefined()
    const { reports } = database.store.read
    const queue = await reports.list("open", { after: undefined, limit: 9 })
    expect(queue.map(({ createdAtMs }) => createdAtMs)).toEqual([9, 10, 10])
    const after = { atMs: 10, id: [report, other].map(({ reportId }) => reportId).toSorted()[0] ?? "" }
    expect(await reports.list("open", { after, limit: 9 })).toEqual(queue.slice(2))
    expect(await reports.list("open", { after: undefined, limit: 1 })).toEqual(queue.slice(0, 1))
  })

  it("closes a report for good, and forgets who made it", async () => {
    const report = aReport({ createdAtMs: 1 })
    const resolution = { note: "Done.", userId: shop.buyer.userId, atMs: 20 }
    const forgotten = await database.store.transaction(async (tx) => {
      await tx.reports.insert(report, hashOf("c"))
      await tx.reports.resolve(report.reportId, "actioned", resolution)
      return [await tx.reports.forgetReporters(2), await tx.reports.forgetReporters(2)]
    })
    expect(forgotten).toEqual([1, 0])
    const [closed] = await database.store.read.reports.list("actioned", { after: undefined, limit: 9 })
    expect(closed).toMatchObject({ ...report, status: "actioned", resolution })
  })

  it("keeps one suspension of a listing, with one appeal", async () => {
    const listing = await newListing()
    const { listingId } = listing
    const suspension = aSuspension({ listingId })
    const appeals = await database.store.transaction(async (tx) => {
      await tx.suspensions.put(aSuspension({ listingId, reason: "malware", statusBefore: "draft" }))
      await tx.suspensions.put(suspension)
      return [
        await tx.suspensions.appeal(listingId, { note: "Why?", atMs: 30 }),
        await tx.suspensions.appeal(listingId, { note: "Please!", atMs: 31 }),
        await tx.suspensions.appeal("lst_none", { note: "Why?", atMs: 30 }),
      ]
    })
    expect(appeals).toEqual([true, false, false])
    const { suspensions } = database.store.read
    const told = { ...suspension, appeal: { note: "Why?", atMs: 30 } }
    expect(await suspensions.find(listingId)).toEqual(told)
    const page = { after: undefined, limit: 9 }
    const slug = `${shop.publisher.handle}/${listing.slugName}`
    expect(await suspensions.list(true, page)).toEqual([{ ...told, slug }])
    expect((await suspensions.list(false, page)).map((one) => one.listingId)).not.toContain(listingId)
    await database.store.transaction((tx) => tx.suspensions.remove(listingId))
    expect(await suspensions.find(listingId)).toBeUndefined()
  })

  it("lists suspensions newest first, and those of a lock by id", async () => {
    const publisher = aPublisher()
    await database.store.transaction((tx) => tx.publishers.insert(publisher))
    const listings = [await newListing(publisher), await newListing(publisher), await newListing(publisher)]
    const [a, b, c] = listings.map(({ listingId }) => listingId).toSorted() as [string, string, string]
    await database.store.transaction(async (tx) => {
      await tx.suspensions.put(aSuspension({ listingId: a, reason: "publisher_locked", suspendedAtMs: 50 }))
      await tx.suspensions.put(aSuspension({ listingId: b, reason: "spam", suspendedAtMs: 50 }))
      await tx.suspensions.put(aSuspension({ listingId: c, reason: "publisher_locked", suspendedAtMs: 60 }))
    })
    const { suspensions } = database.store.read
    const ids = (found: readonly Suspension[]) => found.map(({ listingId }) => listingId)
    expect(ids(await suspensions.list(undefined, { after: undefined, limit: 2 }))).toEqual([c, b])
    expect(ids(await suspensions.list(undefined, { after: { atMs: 50, id: b }, limit: 1 }))).toEqual([a])
    const ofLock = await database.store.transaction((tx) => tx.suspensions.listOfLock(publisher.publisherId, 9))
    expect(ids(ofLock)).toEqual([a, c])
    const first = await database.store.transaction((tx) => tx.suspensions.listOfLock(publisher.publisherId, 1))
    expect(ids(first)).toEqual([a])
  })

  it("keeps roles, locks and the method of a badge", async () => {
    const user = aUser()
    const { publisherId, handle } = shop.publisher
    const { moderation, publishers } = database.store.read
    await database.store.transaction(async (tx) => {
      await tx.users.insert(user)
      await tx.moderation.setRole(user.userId, "reader")
      await tx.moderation.setUserLock(user.userId, { atMs: 5, reason: "spam" })
      await tx.moderation.setPublisherLock(publisherId, { atMs: 6, reason: "malware" })
      await tx.moderation.setVerificationMethod(publisherId, "dns")
    })
    expect(await moderation.roleOf(user.userId)).toBe("reader")
    expect(await moderation.roleOf("usr_none")).toBeNull()
    const { userId, iss, sub } = user
    expect(await moderation.findUser(userId)).toEqual({
      userId,
      iss,
      sub,
      role: "reader",
      lockedAtMs: 5,
      lockReason: "spam",
    })
    expect((await database.store.read.users.find(userId))?.lockedAtMs).toBe(5)
    const locked = { lockedAtMs: 6, lockReason: "malware", verificationMethod: "dns" }
    expect(await publishers.findByHandle(handle)).toMatchObject(locked)
    expect((await database.store.read.listings.findById(shop.listing.listingId))?.publisher).toMatchObject(locked)
    await database.store.transaction(async (tx) => {
      await tx.moderation.setRole(userId, null)
      await tx.moderation.setUserLock(userId, null)
      await tx.moderation.setPublisherLock(publisherId, null)
      await tx.moderation.setVerificationMethod(publisherId, null)
    })
    expect(await moderation.findUser(userId)).toMatchObject({ role: null, lockedAtMs: null, lockReason: null })
    const open = { lockedAtMs: null, lockReason: null, verificationMethod: null }
    expect(await publishers.findByHandle(handle)).toMatchObject(open)
  })

  it("cancels the open installs of a listing or of a buyer, and no others", async () => {
    const own = await openShop(database.store)
    const [open, late, done] = [anIntent(own), anIntent(own, { expiresAtMs: 6_500 }), anIntent(own)]
    const foreign = anIntent(shop)
    const { listingId } = own.listing
    const canceled = await database.store.transaction(async (tx) => {
      for (const intent of [open, late, done, foreign]) await tx.installs.insert(intent)
      await tx.installs.cancel(done.installIntentId, "buyer")
      const ids = await tx.installs.cancelOpenOfListing(listingId, "listing_suspended", 7_000)
      return [ids, await tx.installs.cancelOpenOfBuyer(own.buyer.userId, "admin", 7_000)]
    })
    expect(canceled).toEqual([[open.installIntentId], []])
    const more = anIntent(own)
    const ofBuyer = await database.store.transaction(async (tx) => {
      await tx.installs.insert(more)
      return await tx.installs.cancelOpenOfBuyer(own.buyer.userId, "admin", 7_000)
    })
    expect(ofBuyer).toEqual([more.installIntentId])
    const reasonOf = async (id: string) => (await database.store.read.installs.find(id))?.cancelReason
    expect(await reasonOf(open.installIntentId)).toBe("listing_suspended")
    expect(await reasonOf(foreign.installIntentId)).toBeNull()
  })

  it("puts an audit entry into the slice of the publisher its subject belongs to, or the one it names", async () => {
    const { listing, release, publisher } = shop
    const entries = [
      anEntry(publisher.publisherId),
      anEntry(listing.listingId),
      anEntry(release.releaseId),
      anEntry("tok_1"),
      anEntry("lst_gone"),
      anEntry("lst_gone", { publisherId: publisher.publisherId }),
      anEntry(listing.listingId, { publisherId: null }),
    ]
    await database.store.transaction(async (tx) => {
      for (const entry of entries) await tx.audit.append(entry)
    })
    const { audit } = database.store.read
    const slice = await audit.search({ publisherId: publisher.publisherId }, Number.MAX_SAFE_INTEGER, 9)
    expect(slice.map(({ subjectId }) => subjectId)).toEqual([
      "lst_gone",
      release.releaseId,
      listing.listingId,
      publisher.publisherId,
    ])
    expect(slice.map(({ publisherId }) => publisherId)).toEqual(Array(4).fill(publisher.publisherId))
    const older = await audit.search({ publisherId: publisher.publisherId }, slice[1]?.seq ?? 0, 1)
    expect(older).toEqual(slice.slice(2, 3))
    await expect(database.rawSql("update audit_log set publisher_id = 'pub_x'")).rejects.toThrow("never changes")
  })
})
