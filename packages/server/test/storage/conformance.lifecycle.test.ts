import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { skeletonOf } from "../../src/domain/publishers/skeleton.ts"
import type { Listing } from "../../src/domain/listings/listing.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, anIntent, aPublisher, aRelease, aSpend, aUser, nameOf, openShop } from "../support/records.ts"

describe.each(engines)("the lifecycle of publishers, listings and releases on $name", (engine) => {
  const publisher = aPublisher()
  let database: OpenDatabase
  const transaction: OpenDatabase["store"]["transaction"] = (work) => database.store.transaction(work)
  const find = (listing: Listing) => database.store.read.listings.findById(listing.listingId)
  const aDraft = () => aListing(publisher, { status: "draft", firstPublishedAtMs: null })

  beforeAll(async () => {
    database = await engine.open()
    await transaction((tx) => tx.publishers.insert(publisher))
  })
  afterAll(() => database.drop())

  it("gives a skeleton away once, whatever handle it comes from", async () => {
    const first = aPublisher({ handle: "corn-1o" })
    await transaction((tx) => tx.publishers.insert(first))
    const [row] = await database.rawSql("select skeleton from publishers where handle = 'corn-1o'")
    expect(row).toEqual({ skeleton: skeletonOf("corn-1o") })
    const alike = aPublisher({ handle: "com-l0" })
    expect(await transaction((tx) => tx.publishers.insert(alike))).toBe(false)
    expect(await database.store.read.publishers.findByHandle("com-l0")).toBeUndefined()
  })

  it("keeps a publisher's profile and verification, and moves the row versions of its listings with them", async () => {
    const changed = aPublisher()
    const listing = aListing(changed, { rowVersion: 7 })
    await transaction(async (tx) => {
      await tx.publishers.insert(changed)
      await tx.listings.insert(listing)
      expect(await tx.publishers.lockByHandle(changed.handle)).toEqual(changed)
      expect(await tx.publishers.lockByHandle("nobody")).toBeUndefined()
    })
    const profile = { displayName: "New", description: "Line.", homepageUrl: "https://n.example/", rowVersion: 2 }
    await transaction((tx) => tx.publishers.update({ ...changed, ...profile }))
    const { publishers } = database.store.read
    expect(await publishers.findByHandle(changed.handle)).toEqual({ ...changed, ...profile })
    expect((await find(listing))?.rowVersion).toBe(8)
    await transaction((tx) => tx.publishers.setVerified(changed.publisherId, 8_000))
    const verified = { ...changed, ...profile, verifiedAtMs: 8_000, rowVersion: 3 }
    expect(await publishers.findByHandle(changed.handle)).toEqual(verified)
    expect((await find(listing))?.rowVersion).toBe(9)
  })

  it("shows whoever waited for the lock of a publisher what the one before has written", async () => {
    const { handle } = publisher
    const increment = () =>
      transaction(async (tx) => {
        const locked = await tx.publishers.lockByHandle(handle)
        if (locked === undefined) throw new Error("The publisher is gone.")
        await tx.publishers.update({ ...locked, rowVersion: locked.rowVersion + 1 })
      })
    await Promise.all(Array.from({ length: 20 }, increment))
    expect((await database.store.read.publishers.findByHandle(handle))?.rowVersion).toBe(21)
  })

  it("lists members in the order they were added, changes their roles and removes them", async () => {
    const team = aPublisher()
    const [first, second] = [aUser(), aUser()]
    await transaction(async (tx) => {
      await tx.publishers.insert(team)
      for (const [index, user] of [second, first].entries()) {
        await tx.users.insert(user)
        const { publisherId } = team
        await tx.publishers.addMember({ publisherId, userId: user.userId, role: "owner", addedAtMs: 9 - index })
      }
      await tx.publishers.setRole(team.publisherId, second.userId, "maintainer")
    })
    const list = () => database.store.read.publishers.listMembers(team.publisherId)
    expect(await list()).toEqual([
      { userId: first.userId, iss: first.iss, sub: first.sub, role: "owner", addedAtMs: 8 },
      { userId: second.userId, iss: second.iss, sub: second.sub, role: "maintainer", addedAtMs: 9 },
    ])
    await transaction((tx) => tx.publishers.removeMember(team.publisherId, first.userId))
    expect((await list()).map(({ userId }) => userId)).toEqual([second.userId])
    expect(await database.store.read.publishers.listMembers("pub_none")).toEqual([])
  })

  it("keeps a deprecation and the moment of the first publication", async () => {
    const listing = aDraft()
    const deprecation = { message: "Old.", successor: "acme/new", atMs: 5_000 }
    const changed: Listing = { ...listing, status: "published", firstPublishedAtMs: 4_000, deprecation, rowVersion: 2 }
    await transaction(async (tx) => {
      await tx.listings.insert(listing)
      await tx.listings.update(changed, 1)
    })
    expect(await find(listing)).toEqual(changed)
    const plain = { ...changed, deprecation: { ...deprecation, successor: null }, rowVersion: 3 }
    await transaction((tx) => tx.listings.update(plain, 2))
    expect(await find(listing)).toEqual(plain)
  })

  it("moves a listing to another publisher and finds it by the slug it had", async () => {
    const other = aPublisher()
    const listing = aListing(publisher)
    const moved: Listing = { ...listing, publisher: nameOf(other), rowVersion: 2, updatedAtMs: 9_000 }
    await transaction(async (tx) => {
      await tx.publishers.insert(other)
      await tx.listings.insert(listing)
      expect(await tx.listings.move(moved, listing)).toBe(true)
    })
    const { listings } = database.store.read
    expect(await listings.findBySlug(other.handle, listing.slugName)).toEqual(moved)
    expect(await listings.findBySlug(publisher.handle, listing.slugName)).toBeUndefined()
    expect(await listings.findByFormerSlug(publisher.handle, listing.slugName)).toEqual(moved)
    expect(await listings.findByFormerSlug(other.handle, listing.slugName)).toBeUndefined()

    const squatter = aListing(publisher, { slugName: listing.slugName, status: "draft", firstPublishedAtMs: null })
    expect(await transaction((tx) => tx.listings.insert(squatter))).toBe(false)
    expect(await find(squatter)).toBeUndefined()
    const back: Listing = { ...listing, rowVersion: 3 }
    expect(await transaction((tx) => tx.listings.move(back, moved))).toBe(true)
    expect(await find(listing)).toEqual(back)
    expect(await listings.findByFormerSlug(publisher.handle, listing.slugName)).toBeUndefined()
  })

  it("removes a draft that was never public with everything that hangs on it", async () => {
    const listing = aDraft()
    const release = aRelease(listing)
    await transaction(async (tx) => {
      await tx.listings.insert(listing)
      await tx.releases.insert(release)
      await tx.listings.remove(listing.listingId)
    })
    expect(await find(listing)).toBeUndefined()
    expect(await database.store.read.releases.findById(release.releaseId)).toBeUndefined()
  })

  it.each<[string, Partial<Listing>]>([
    ["is public", { status: "published" }],
    ["is unlisted", { status: "unlisted" }],
    ["was public once", { status: "draft" }],
    ["is suspended", { status: "suspended", firstPublishedAtMs: null }],
  ])("lets the database itself refuse to remove a listing that %s, or a release of it", async (_what, given) => {
    const listing = aListing(publisher, given)
    const release = aRelease(listing)
    await transaction(async (tx) => {
      await tx.listings.insert(listing)
      await tx.releases.insert(release)
    })
    await expect(transaction((tx) => tx.listings.remove(listing.listingId))).rejects.toThrow("is never removed")
    const of = `where listing_id = '${listing.listingId}'`
    await expect(database.rawSql(`delete from releases ${of}`)).rejects.toThrow("A release is never removed.")
    const bare = aListing(publisher, given)
    await transaction((tx) => tx.listings.insert(bare))
    await expect(transaction((tx) => tx.listings.remove(bare.listingId))).rejects.toThrow(
      "A listing that was public is never removed.",
    )
    expect(await database.store.read.releases.findById(release.releaseId)).toEqual(release)
  })

  it.each([
    ["set first_published_at_ms = null", "A listing that was public once stays one that was."],
    ["set status = 'unlisted', first_published_at_ms = null", "A listing "],
  ])("lets the database itself refuse to forget that a listing was public: %s", async (change, message) => {
    const listing = aListing(publisher, { status: "draft" })
    await transaction((tx) => tx.listings.insert(listing))
    const where = `where listing_id = '${listing.listingId}'`
    await expect(database.rawSql(`update listings ${change} ${where}`)).rejects.toThrow(message)
  })

  it("lets the database itself refuse to publish a listing without a moment of first publication", async () => {
    const listing = aDraft()
    await transaction((tx) => tx.listings.insert(listing))
    const publish = `update listings set status = 'published' where listing_id = '${listing.listingId}'`
    await expect(database.rawSql(publish)).rejects.toThrow("A listing becomes public with the moment")
  })

  it("revokes a release once, for good, and leaves it out of the live versions", async () => {
    const listing = aListing(publisher)
    const [kept, revoked] = [aRelease(listing, { version: "1.0.0" }), aRelease(listing, { version: "2.0.0" })]
    const revocation = { reason: "legal", note: "Order 7.", atMs: 9_000 } as const
    await transaction(async (tx) => {
      await tx.listings.insert(listing)
      await tx.releases.insert(kept)
      await tx.releases.insert(revoked)
      expect(await tx.releases.revoke(revoked.releaseId, revocation)).toBe(true)
      expect(await tx.releases.revoke(revoked.releaseId, { ...revocation, reason: "other" })).toBe(false)
      expect(await tx.releases.liveVersions(listing.listingId)).toEqual([
        { releaseId: kept.releaseId, version: "1.0.0" },
      ])
    })
    const stored = await database.store.read.releases.findById(revoked.releaseId)
    expect(stored).toEqual({ ...revoked, status: "revoked", revocation })
    const where = `where release_id = '${revoked.releaseId}'`
    for (const change of ["revocation_reason = 'other'", "revocation_note = null", "revoked_at_ms = 1"]) {
      await expect(database.rawSql(`update releases set ${change} ${where}`)).rejects.toThrow("stays revoked")
    }
  })

  it("cancels the open and unexpired intents for a release, and says which", async () => {
    const shop = await openShop(database.store)
    const other = aRelease(shop.listing, { version: "2.0.0" })
    const [open, expired, redeemed] = [anIntent(shop), anIntent(shop, { expiresAtMs: 6_500 }), anIntent(shop)]
    const elsewhere = anIntent({ ...shop, release: other })
    const canceled = await transaction(async (tx) => {
      await tx.releases.insert(other)
      for (const intent of [open, expired, redeemed, elsewhere]) await tx.installs.insert(intent)
      await tx.installs.spend(aSpend(shop, redeemed))
      return await tx.installs.cancelOpenOfRelease(shop.release.releaseId, "release_revoked", 6_500)
    })
    expect(canceled).toEqual([open.installIntentId])
    const { installs } = database.store.read
    const statuses = await Promise.all(
      [open, expired, redeemed, elsewhere].map(async ({ installIntentId }) => {
        const intent = await installs.find(installIntentId)
        return [intent?.status, intent?.cancelReason]
      }),
    )
    expect(statuses).toEqual([
      ["canceled", "release_revoked"],
      ["token_issued", null],
      ["redeemed", null],
      ["token_issued", null],
    ])
  })
})
