import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines, type OpenDatabase } from "../support/engines.ts"

describe.each(engines)("shared counts on $name", (engine) => {
  let database: OpenDatabase
  beforeAll(async () => {
    database = await engine.open()
  })
  afterAll(() => database.drop())

  const count = (bucket: string, nowMs: number) =>
    database.store.transaction((tx) => tx.rateLimits.count(bucket, nowMs, 1_000))

  it("begin a window with the first use, and a new one when it is over", async () => {
    expect(await database.store.read.rateLimits.find("a")).toBeUndefined()
    expect(await count("a", 5_000)).toEqual({ uses: 1, endsAtMs: 6_000 })
    expect(await count("a", 5_999)).toEqual({ uses: 2, endsAtMs: 6_000 })
    expect(await database.store.read.rateLimits.find("a")).toEqual({ uses: 2, endsAtMs: 6_000 })
    expect(await count("a", 6_000)).toEqual({ uses: 1, endsAtMs: 7_000 })
  })

  it("keep buckets apart", async () => {
    await count("b", 0)
    expect(await count("c", 0)).toEqual({ uses: 1, endsAtMs: 1_000 })
  })

  it("lose none of many uses at the same time", async () => {
    const windows = await Promise.all(Array.from({ length: 100 }, () => count("busy", 0)))
    expect(windows.map(({ uses }) => uses).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    )
  })

  it("can be cleared of windows that are over", async () => {
    await count("old", 20_000)
    await count("new", 20_001)
    await database.store.transaction((tx) => tx.rateLimits.purge(21_001))
    expect(await database.store.read.rateLimits.find("old")).toBeUndefined()
    expect(await database.store.read.rateLimits.find("new")).toEqual({ uses: 1, endsAtMs: 21_001 })
  })
})
