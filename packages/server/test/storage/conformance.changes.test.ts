import { setImmediate as nextTurn } from "node:timers/promises"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { NewChange } from "../../src/domain/changes/change.ts"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aListing, aPublisher } from "../support/records.ts"

const aChange = (given: Partial<NewChange> = {}): NewChange => ({
  kind: "release.published",
  listingId: "lst_1",
  publisherId: "pub_1",
  slug: "acme/triage",
  version: "1.0.0",
  atMs: 1_000,
  ...given,
})

describe.each(engines)("the change feed on $name", (engine) => {
  let database: OpenDatabase
  beforeEach(async () => {
    database = await engine.open()
    return () => database.drop()
  })

  const append = (...changes: NewChange[]) => database.store.transaction((tx) => tx.changes.append(changes))
  const slugsAfter = async (after: number, limit = 100) =>
    (await database.store.read.changes.listAfter(after, limit)).map(({ slug }) => slug)

  it("gives events back as they were appended, numbered from one", async () => {
    const [one, two, three] = [aChange(), aChange({ kind: "listing.removed", version: null }), aChange({ atMs: 2 })]
    await append()
    await append(one, two)
    await append(three)
    expect(await database.store.read.changes.listAfter(0, 10)).toEqual([
      { ...one, seq: 1 },
      { ...two, seq: 2 },
      { ...three, seq: 3 },
    ])
    expect(await database.store.read.changes.listAfter(1, 1)).toEqual([{ ...two, seq: 2 }])
    expect(await slugsAfter(3)).toEqual([])
  })

  it("lists the latest first, of all or of one publisher", async () => {
    await append(
      aChange({ slug: "acme/a" }),
      aChange({ slug: "other/b", publisherId: "pub_2" }),
      aChange({ slug: "acme/c" }),
    )
    const { changes } = database.store.read
    expect((await changes.latest(2)).map(({ slug }) => slug)).toEqual(["acme/c", "other/b"])
    expect((await changes.latest(9, "pub_1")).map(({ slug }) => slug)).toEqual(["acme/c", "acme/a"])
    expect(await changes.latest(9, "pub_none")).toEqual([])
  })

  it("lists the latest of one listing, under whatever slug it had", async () => {
    await append(aChange(), aChange({ listingId: "lst_2" }), aChange({ slug: "other/triage", version: "2.0.0" }))
    const { changes } = database.store.read
    expect((await changes.latestOfListing("lst_1", 9)).map(({ slug }) => slug)).toEqual(["other/triage", "acme/triage"])
    expect((await changes.latestOfListing("lst_1", 1)).map(({ version }) => version)).toEqual(["2.0.0"])
    expect(await changes.latestOfListing("lst_none", 9)).toEqual([])
  })

  it("leaves no hole where a transaction failed", async () => {
    await append(aChange({ slug: "acme/a" }))
    const failing = database.store.transaction(async (tx) => {
      await tx.changes.append([aChange({ slug: "acme/lost" })])
      throw new Error("No.")
    })
    await expect(failing).rejects.toThrow("No.")
    await append(aChange({ slug: "acme/b" }))
    expect((await database.store.read.changes.listAfter(0, 9)).map(({ seq, slug }) => [seq, slug])).toEqual([
      [1, "acme/a"],
      [2, "acme/b"],
    ])
  })

  it("T-FEED-1 · shows no event before one that has a lower number and is still being written", async () => {
    const [appended, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const slow = database.store.transaction(async (tx) => {
      await tx.changes.append([aChange({ slug: "acme/slow" })])
      appended.resolve()
      await mayCommit.promise
    })
    await appended.promise
    const quick = append(aChange({ slug: "acme/quick" }))
    // Were the second one free to commit, these reads would be time enough.
    for (let read = 0; read < 50; read++) {
      expect(await slugsAfter(0)).toEqual([])
      await nextTurn()
    }
    mayCommit.resolve()
    await Promise.all([slow, quick])
    expect(await slugsAfter(0)).toEqual(["acme/slow", "acme/quick"])
  })

  it("T-FEED-1 · never shows an event behind a reader who polls while 50 writers write", async () => {
    const writers = 50
    const eventsEach = 4
    const seen: number[] = []
    let after = 0
    const poll = async () => {
      for (const { seq } of await database.store.read.changes.listAfter(after, 100)) {
        seen.push(seq)
        after = seq
      }
    }
    const write = async (writer: number) => {
      for (let event = 0; event < eventsEach; event++) {
        await database.store.transaction(async (tx) => {
          await tx.changes.append([aChange({ slug: `acme/w${writer}-${event}` })])
          // Some commit at once and some late, so that where they could they would overtake each other.
          for (let delay = 0; delay < (writer * 7 + event) % 30; delay++) await nextTurn()
        })
      }
    }
    const state = { isWriting: true }
    const writing = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer))).finally(() => {
      state.isWriting = false
    })
    do {
      await poll()
      // A read of SQLite takes no turn of the event loop, and the writers need some.
      await nextTurn()
    } while (state.isWriting)
    await writing
    for (let before = -1; before !== after;) {
      before = after
      await poll()
    }
    expect(seen).toEqual(Array.from({ length: writers * eventsEach }, (_, index) => index + 1))
  })
})

describe.each(engines)("what is kept of a publisher on $name", (engine) => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.drop())

  it("finds its public listings, the published and the unlisted ones, by id, at most as many as asked for", async () => {
    const [publisher, other] = [aPublisher(), aPublisher()]
    const statuses = ["published", "unlisted", "draft", "suspended"] as const
    const listings = statuses.map((status) => aListing(publisher, { status }))
    const found = await database.store.transaction(async (tx) => {
      await tx.publishers.insert(publisher)
      await tx.publishers.insert(other)
      for (const listing of [...listings, aListing(other)]) await tx.listings.insert(listing)
      await tx.listings.lockAllOf(publisher.publisherId)
      return await tx.listings.listPublicOf(publisher.publisherId, 9)
    })
    const ids = listings.slice(0, 2).map(({ listingId }) => listingId)
    expect(found.map(({ listingId }) => listingId)).toEqual(ids.toSorted())
    const one = await database.store.transaction((tx) => tx.listings.listPublicOf(publisher.publisherId, 1))
    expect(one).toHaveLength(1)
  })

  it.each([
    "update changes set slug = 'acme/other'",
    "update changes set version = version",
    "delete from changes",
    ...(engine.name === "PostgreSQL" ? ["truncate changes"] : []),
  ])("refuses %j", async (statement) => {
    await database.store.transaction((tx) => tx.changes.append([aChange()]))
    const before = await database.store.read.changes.listAfter(0, 9)
    await expect(database.rawSql(statement)).rejects.toThrow(/^A public event (?:never changes|is never removed)\.$/)
    expect(await database.store.read.changes.listAfter(0, 9)).toEqual(before)
  })
})
