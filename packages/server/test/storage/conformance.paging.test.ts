import * as fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { InstallIntent } from "../../src/domain/installs/intent.ts"
import type { Listing } from "../../src/domain/listings/listing.ts"
import type { Seek, SeekPage } from "../../src/domain/paging/seek.ts"
import type { Release } from "../../src/domain/releases/release.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, anIntent, aRelease, aUser, openShop } from "../support/records.ts"

/** Walks a list to its end and returns everything seen on the way. */
async function walk<Row>(
  limit: number,
  read: (page: SeekPage) => Promise<Row[]>,
  seekOf: (row: Row) => Seek,
): Promise<Row[]> {
  const seen: Row[] = []
  let after: Seek | undefined
  for (;;) {
    const rows = await read({ after, limit })
    expect(rows.length).toBeLessThanOrEqual(limit)
    seen.push(...rows)
    // Pages that repeat their rows would never come to an end.
    expect(seen.length).toBeLessThan(100)
    const last = rows.at(-1)
    if (last === undefined) return seen
    after = seekOf(last)
  }
}

const seekOfListing = ({ updatedAtMs: atMs, listingId: id }: Listing): Seek => ({ atMs, id })
const seekOfRelease = ({ publishedAtMs: atMs, releaseId: id }: Release): Seek => ({ atMs, id })
const seekOfInstall = ({ createdAtMs: atMs, installIntentId: id }: InstallIntent): Seek => ({ atMs, id })

/** Newest first, and by id where the time is the same, in code-point order. */
const newestFirst = (a: Seek, b: Seek): number => b.atMs - a.atMs || (a.id < b.id ? 1 : -1)

/** Times so few that most of them are shared, and page sizes of every kind. */
const cases = fc.record({
  times: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 25 }),
  limit: fc.integer({ min: 1, max: 7 }),
})

describe.each(engines)("pages on $name", (engine) => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.drop())

  it("of searches and of a member's listings miss and repeat nothing, whatever the times", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ times, limit }) => {
        const { publisher, listing: sample } = await openShop(database.store)
        const member = aUser()
        const listings = [sample, ...times.map((updatedAtMs) => aListing(publisher, { updatedAtMs }))]
        await database.store.transaction(async (tx) => {
          await tx.users.insert(member)
          const membership = { publisherId: publisher.publisherId, userId: member.userId }
          await tx.publishers.addMember({ ...membership, role: "owner", addedAtMs: 1 })
          for (const listing of listings.slice(1)) await tx.listings.insert(listing)
        })
        const expected = listings.map(seekOfListing).toSorted(newestFirst)
        const { listings: reads } = database.store.read
        const filter = { handle: publisher.handle }
        const found = await walk(
          limit,
          ({ after, limit: size }) =>
            reads.listPublished(filter, "recent", { after: after && { key: after.atMs, id: after.id }, limit: size }),
          seekOfListing,
        )
        const mine = await walk(limit, (page) => reads.listOfMember(member.userId, page), seekOfListing)
        expect(found.map(seekOfListing)).toEqual(expected)
        expect(mine.map(seekOfListing)).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  it("of releases miss and repeat nothing, whatever the times", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ times, limit }) => {
        const { listing, release } = await openShop(database.store)
        const later = times.map((publishedAtMs, index) => aRelease(listing, { version: `2.${index}.0`, publishedAtMs }))
        await database.store.transaction(async (tx) => {
          for (const one of later) await tx.releases.insert(one)
        })
        const seen = await walk(
          limit,
          (page) => database.store.read.releases.list(listing.listingId, page),
          seekOfRelease,
        )
        expect(seen.map(seekOfRelease)).toEqual([release, ...later].map(seekOfRelease).toSorted(newestFirst))
      }),
      { numRuns: 25 },
    )
  })

  it("of a buyer's installs miss and repeat nothing, whatever the times", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ times, limit }) => {
        const shop = await openShop(database.store)
        const intents = times.map((createdAtMs) => anIntent(shop, { createdAtMs }))
        await database.store.transaction(async (tx) => {
          for (const intent of intents) await tx.installs.insert(intent)
        })
        const { installs } = database.store.read
        const seen = await walk(limit, (page) => installs.listOfBuyer(shop.buyer.userId, page), seekOfInstall)
        expect(seen.map(seekOfInstall)).toEqual(intents.map(seekOfInstall).toSorted(newestFirst))
      }),
      { numRuns: 25 },
    )
  })
})
