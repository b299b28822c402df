import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, aProvenance, aPublisher, aRelease, aUser } from "../support/records.ts"

describe.each(engines)("listings and releases on $name", (engine) => {
  const publisher = aPublisher()
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
    await database.store.transaction((tx) => tx.publishers.insert(publisher))
  })
  afterAll(() => database.drop())

  it("gives a listing back as it was stored, with its publisher, by id and by slug", async () => {
    const listing = aListing(publisher, {
      name: "日本語 \\ ' \" % _",
      tags: [],
      categories: [],
      repoUrl: "https://r.example",
    })
    expect(await database.store.transaction((tx) => tx.listings.insert(listing))).toBe(true)
    const { listings } = database.store.read
    expect(await listings.findById(listing.listingId)).toEqual(listing)
    expect(await listings.findBySlug(publisher.handle, listing.slugName)).toEqual(listing)
    expect(await listings.findBySlug("somebody-else", listing.slugName)).toBeUndefined()
    expect(await listings.findById("lst_none")).toBeUndefined()
  })

  it("gives a slug name away once within a publisher, and again in another", async () => {
    const other = aPublisher()
    const listing = aListing(publisher)
    const { slugName } = listing
    await database.store.transaction(async (tx) => {
      await tx.publishers.insert(other)
      await tx.listings.insert(listing)
      expect(await tx.listings.insert(aListing(publisher, { slugName }))).toBe(false)
      expect(await tx.listings.insert(aListing(other, { slugName }))).toBe(true)
    })
    expect(await database.store.read.listings.findBySlug(publisher.handle, slugName)).toEqual(listing)
  })

  it("updates a listing where the row version is the expected one, and otherwise not at all", async () => {
    const listing = aListing(publisher)
    const release = aRelease(listing)
    const changed = {
      ...listing,
      status: "unlisted" as const,
      name: "Renamed",
      tags: ["other"],
      latestReleaseId: release.releaseId,
      latestVersion: release.version,
      rowVersion: 2,
      updatedAtMs: 9_000,
    }
    await database.store.transaction(async (tx) => {
      await tx.listings.insert(listing)
      await tx.releases.insert(release)
      expect(await tx.listings.update(changed, 1)).toBe(true)
      expect(await tx.listings.update({ ...changed, name: "Too late", rowVersion: 3 }, 1)).toBe(false)
      expect(await tx.listings.update(aListing(publisher), 1)).toBe(false)
    })
    expect(await database.store.read.listings.findById(listing.listingId)).toEqual(changed)
  })

  it("lets one of many updates of the same row version through", async () => {
    const listing = aListing(publisher)
    await database.store.transaction((tx) => tx.listings.insert(listing))
    const rename = (name: string) =>
      database.store.transaction((tx) => tx.listings.update({ ...listing, name, rowVersion: 2 }, 1))
    const won = await Promise.all(Array.from({ length: 30 }, (_, index) => rename(`name ${index}`)))
    expect(won.filter(Boolean)).toHaveLength(1)
  })

  it("shows whoever waited for a lock what the one before has written", async () => {
    const listing = aListing(publisher)
    await database.store.transaction((tx) => tx.listings.insert(listing))
    const increment = () =>
      database.store.transaction(async (tx) => {
        const locked = await tx.listings.lockBySlug(publisher.handle, listing.slugName)
        if (locked === undefined) throw new Error("The listing is gone.")
        return await tx.listings.update({ ...locked, rowVersion: locked.rowVersion + 1 }, locked.rowVersion)
      })
    const updated = await Promise.all(Array.from({ length: 20 }, increment))
    expect(updated.every(Boolean)).toBe(true)
    expect((await database.store.read.listings.findById(listing.listingId))?.rowVersion).toBe(21)
  })

  it("lists a member's listings of every status, and nobody else's", async () => {
    const [member, stranger] = [aUser(), aUser()]
    const theirs = aPublisher()
    const statuses = ["draft", "published", "unlisted", "suspended"] as const
    const listings = statuses.map((status, index) => aListing(theirs, { status, updatedAtMs: index }))
    await database.store.transaction(async (tx) => {
      await tx.users.insert(member)
      await tx.users.insert(stranger)
      await tx.publishers.insert(theirs)
      await tx.publishers.addMember({
        publisherId: theirs.publisherId,
        userId: member.userId,
        role: "maintainer",
        addedAtMs: 1,
      })
      for (const listing of listings) await tx.listings.insert(listing)
    })
    const page = { after: undefined, limit: 10 }
    expect(await database.store.read.listings.listOfMember(member.userId, page)).toEqual(listings.toReversed())
    expect(await database.store.read.listings.listOfMember(stranger.userId, page)).toEqual([])
  })

  it("gives a release back as it was stored, by id and by version", async () => {
    const listing = aListing(publisher)
    const bare = aRelease(listing, { version: "2.0.0-beta.1", artifact: null, refs: {}, compatibility: {}, notes: "" })
    const full = aRelease(listing, {
      status: "revoked",
      revocation: { reason: "security", note: "Leaks.", atMs: 8_000 },
      provenance: aProvenance(),
    })
    await database.store.transaction(async (tx) => {
      await tx.listings.insert(listing)
      expect(await tx.releases.insert(bare)).toBe(true)
      expect(await tx.releases.insert(full)).toBe(true)
    })
    const { releases } = database.store.read
    expect(await releases.findById(bare.releaseId)).toEqual(bare)
    expect(await releases.findByVersion(listing.listingId, full.version)).toEqual(full)
    expect(await releases.findByVersion(listing.listingId, "9.9.9")).toBeUndefined()
    expect(await releases.findById("rel_none")).toBeUndefined()
  })

  it("takes a version once: of many at once, one", async () => {
    const listing = aListing(publisher)
    await database.store.transaction((tx) => tx.listings.insert(listing))
    const publish = () => database.store.transaction((tx) => tx.releases.insert(aRelease(listing)))
    const published = await Promise.all(Array.from({ length: 30 }, publish))
    expect(published.filter(Boolean)).toHaveLength(1)
  })
})
