import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { dayMs, type ListingCount } from "../../src/domain/metrics/metric.ts"
import { collectViews } from "../../src/domain/metrics/view-counts.ts"
import { createClock } from "../support/clock.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, aPublisher } from "../support/records.ts"

describe.each(engines)("what is counted of listings on $name", (engine) => {
  const publisher = aPublisher()
  const clock = createClock()
  const today = clock.nowMs()
  let database: OpenDatabase
  const warnings: Record<string, unknown>[] = []
  const log = { info: () => {}, error: () => {}, warn: (fields: Record<string, unknown>) => warnings.push(fields) }

  beforeAll(async () => {
    database = await engine.open()
    await database.store.transaction((tx) => tx.publishers.insert(publisher))
  })
  afterAll(() => database.drop())

  const aStored = async () => {
    const listing = aListing(publisher)
    await database.store.transaction((tx) => tx.listings.insert(listing))
    return listing.listingId
  }
  const add = (count: ListingCount) => database.store.transaction((tx) => tx.metrics.add(count))
  const read = async (listingId: string, since = 0) => {
    const counts = await database.store.read.metrics.ofListing(listingId, since)
    const rows = counts.map(({ dayAtMs, counter, count }) => [dayAtMs, counter, count] as const)
    return rows.toSorted(([day, counter], [other, another]) => day - other || (counter < another ? -1 : 1))
  }

  it("adds up by listing, day and counter", async () => {
    const [one, other] = [await aStored(), await aStored()]
    await add({ listingId: one, dayAtMs: today, counter: "view", count: 2 })
    await add({ listingId: one, dayAtMs: today, counter: "view", count: 3 })
    await add({ listingId: one, dayAtMs: today, counter: "redemption", count: 1 })
    await add({ listingId: one, dayAtMs: today - dayMs, counter: "view", count: 7 })
    await add({ listingId: other, dayAtMs: today, counter: "view", count: 11 })
    expect(await read(one)).toEqual([
      [today - dayMs, "view", 7],
      [today, "redemption", 1],
      [today, "view", 5],
    ])
    expect(await read(one, today)).toHaveLength(2)
    expect(await read(other)).toEqual([[today, "view", 11]])
    expect(await database.store.read.metrics.ofListing(one, 0, "redemption")).toEqual([
      { listingId: one, dayAtMs: today, counter: "redemption", count: 1 },
    ])
  })

  it("loses none of many that are added at once", async () => {
    const listingId = await aStored()
    const counts = Array.from({ length: 50 }, () => add({ listingId, dayAtMs: today, counter: "view", count: 1 }))
    await Promise.all(counts)
    expect(await read(listingId)).toEqual([[today, "view", 50]])
  })

  it("adds up what two servers collected of the same listings, though they write at once and in batches", async () => {
    const listings = await Promise.all(Array.from({ length: 150 }, aStored))
    const servers = [collectViews(clock.nowMs), collectViews(clock.nowMs)]
    for (const listingId of listings) servers[0]?.note(listingId, true)
    for (const listingId of listings.toReversed()) servers[1]?.note(listingId, false)
    await Promise.all(servers.map((views) => views.flush({ store: database.store, log })))
    for (const listingId of listings) {
      expect(await read(listingId)).toEqual([
        [today, "search_view", 1],
        [today, "view", 2],
      ])
    }
    await Promise.all(servers.map((views) => views.flush({ store: database.store, log })))
    expect(await read(listings[0] ?? "")).toContainEqual([today, "view", 2])
  })

  it("keeps what could not be written for the next time, and writes none of it twice", async () => {
    const listings = await Promise.all(Array.from({ length: 150 }, aStored))
    const views = collectViews(clock.nowMs)
    for (const listingId of listings) views.note(listingId, false)
    let transactions = 0
    const failing = {
      ...database.store,
      transaction: <Result>(work: Parameters<typeof database.store.transaction<Result>>[0]) =>
        ++transactions === 2 ? Promise.reject(new Error("No.")) : database.store.transaction(work),
    }
    await expect(views.flush({ store: failing, log })).rejects.toThrow("No.")
    views.note(listings[0] ?? "", false)
    await views.flush({ store: database.store, log })
    const counted = await Promise.all(listings.map(async (listingId) => await read(listingId)))
    expect(counted.map(([row]) => row?.[2])).toEqual(listings.map((_, at) => (at === 0 ? 2 : 1)))
  })

  it("holds so many listings in memory and no more, goes on with those, and says how many views it lost", async () => {
    const listingId = await aStored()
    const views = collectViews(clock.nowMs)
    views.note(listingId, false)
    const written: ListingCount[] = []
    const store = { transaction: (work: (tx: unknown) => Promise<void>) => work({ metrics: { add: push } }) }
    const push = async (count: ListingCount) => void written.push(count)
    for (let number = 0; number < 10_004; number++) views.note(`lst_${number}`, false)
    views.note(listingId, false)
    await views.flush({ store: store as never, log })
    expect(written).toHaveLength(10_000)
    expect(written.find((count) => count.listingId === listingId)?.count).toBe(2)
    expect(warnings.splice(0)).toEqual([{ lost: 5 }])
    await views.flush({ store: store as never, log })
    expect([written.length, warnings]).toEqual([10_000, []])
  })

  it("has no column that could say of whom", async () => {
    await add({ listingId: await aStored(), dayAtMs: today, counter: "view", count: 1 })
    const [row] = await database.rawSql("select * from listing_metrics limit 1")
    expect(Object.keys(row ?? {}).toSorted()).toEqual(["count", "counter", "day_at_ms", "listing_id"])
  })

  it("takes no moment but the beginning of a day, and no count of nothing", async () => {
    const listingId = await aStored()
    await expect(add({ listingId, dayAtMs: today + 1, counter: "view", count: 1 })).rejects.toThrow(/check/i)
    await expect(add({ listingId, dayAtMs: today, counter: "view", count: 0 })).rejects.toThrow(/check/i)
    expect(await read(listingId)).toEqual([])
  })

  it("forgets days before a day and keeps that day", async () => {
    const listingId = await aStored()
    const longAgo = today - 1_000 * dayMs
    await add({ listingId, dayAtMs: longAgo - dayMs, counter: "view", count: 1 })
    await add({ listingId, dayAtMs: longAgo, counter: "view", count: 1 })
    expect(await database.store.transaction((tx) => tx.metrics.purge(longAgo))).toBe(1)
    expect(await read(listingId)).toEqual([[longAgo, "view", 1]])
  })
})
