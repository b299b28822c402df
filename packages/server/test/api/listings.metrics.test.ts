import { randomUUID } from "node:crypto"
import { limits, type ListingMetrics } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { purgeMetrics } from "../../src/domain/metrics/purge.ts"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-METRIC-1 · the metrics of a listing on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let count = 0
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 100 })
    alice = await registry.as("alice")
    bob = await registry.as("bob")
  })
  afterAll(() => registry.close())

  const newListing = async () => {
    const handle = `metrics-${"abcdefghjkmn".charAt(count++)}`
    await alice.shelve(`${handle}/thing`)
    return `${handle}/thing`
  }
  const read = async (slug: string, query = "days=1", caller = alice) => {
    await registry.context.viewCounts.flush(registry.context)
    return await caller.get<ListingMetrics>(`/v1/listings/${slug}/metrics?${query}`)
  }
  const today = async (slug: string) => (await read(slug)).body.days[0]
  const nothing = { views: 0, searchViews: 0, installIntents: 0, redemptions: 0 }

  it("count each public reading by anybody but the members, by slug and by id", async () => {
    const slug = await newListing()
    const { listingId } = (await alice.get<{ listingId: string }>(`/v1/listings/${slug}`)).body
    await registry.anonymous.get(`/v1/listings/${slug}`)
    await registry.anonymous.get(`/v1/listings/${listingId}`)
    await bob.get(`/v1/listings/${slug}`)
    expect(await today(slug)).toMatchObject({ ...nothing, views: 3 })
    await alice.setStatus(slug, "unlisted")
    await registry.anonymous.get(`/v1/listings/${slug}`)
    expect(await today(slug)).toMatchObject({ views: 4 })
  })

  it("count a view that came from a search as both, and know no other origin", async () => {
    const slug = await newListing()
    expect((await registry.anonymous.get(`/v1/listings/${slug}?from=search`)).status).toBe(200)
    await registry.anonymous.get(`/v1/listings/${slug}`)
    for (const query of ["from=mail", "from=", "from=search&from=search", "referrer=x"]) {
      expectRefusal(await registry.anonymous.get(`/v1/listings/${slug}?${query}`), 400, "INVALID_REQUEST")
    }
    expect(await today(slug)).toMatchObject({ views: 2, searchViews: 1 })
  })

  it("do not count what shows nobody a listing: a HEAD, a 304, a list, a draft, a refusal", async () => {
    const slug = await newListing()
    const path = `/v1/listings/${slug}`
    const etag = (await alice.get(path)).headers.get("etag") ?? ""
    expect((await registry.anonymous.request("HEAD", path)).status).toBe(200)
    expect((await registry.anonymous.get(path, { headers: { "if-none-match": etag } })).status).toBe(304)
    await registry.anonymous.get("/v1/listings?q=thing")
    await registry.anonymous.get(`${path}/releases`)
    await registry.anonymous.get(`${path}x`)
    await alice.setStatus(slug, "draft")
    expect((await registry.anonymous.get(path)).status).toBe(404)
    expect((await alice.get(path)).status).toBe(200)
    expect(await today(slug)).toMatchObject(nothing)
  })

  it("count an install where it is written: once for a repeated request, not at all for a refused one", async () => {
    const slug = await newListing()
    const whs = await registry.target("whs")
    const key = randomUUID()
    const { installToken } = (await bob.install({ listing: slug }, { key })).body
    expect((await bob.install({ listing: slug }, { key })).headers.get("idempotency-replayed")).toBe("true")
    expectRefusal(await bob.install({ listing: slug, version: "9.9.9" }), 404, "NOT_FOUND")
    const request = { token: installToken, redemptionId: randomUUID(), subject: { iss: issuer, sub: "bob" } }
    expectRefusal(await whs.redeem({ ...request, subject: { iss: issuer, sub: "eve" } }), 403, "BUYER_MISMATCH")
    expect((await whs.redeem(request)).status).toBe(200)
    expect((await whs.redeem(request)).body.replayed).toBe(true)
    await bob.install({ listing: slug })
    expect(await today(slug)).toMatchObject({ ...nothing, installIntents: 2, redemptions: 1 })
  })

  it("are told for every day that was asked for, oldest first, also for days of nothing", async () => {
    const slug = await newListing()
    const dayAtMs = Math.floor(registry.clock.nowMs() / days(1)) * days(1)
    await registry.anonymous.get(`/v1/listings/${slug}`)
    registry.clock.advance(days(2))
    await registry.anonymous.get(`/v1/listings/${slug}`)
    await registry.anonymous.get(`/v1/listings/${slug}`)
    const { body } = await read(slug, "days=4")
    expect(body.days).toEqual([
      { startsAtMs: dayAtMs - days(1), ...nothing },
      { startsAtMs: dayAtMs, ...nothing, views: 1 },
      { startsAtMs: dayAtMs + days(1), ...nothing },
      { startsAtMs: dayAtMs + days(2), ...nothing, views: 2 },
    ])
    expect((await read(slug, "")).body.days).toHaveLength(30)
    expect((await read(slug, `days=${limits.metricsDaysMax}`)).body.days).toHaveLength(90)
    for (const wrong of ["0", "91", "1.5", "x", "-1"]) {
      expectRefusal(await read(slug, `days=${wrong}`), 400, "INVALID_REQUEST")
    }
  })

  it("are for members with listing:read, whatever the listing's status; to others there is no such listing", async () => {
    const slug = await newListing()
    const missing = `${slug}-of-nobody`
    expectSameAnswer(await read(slug, "days=1", bob), await read(missing, "days=1", bob))
    expectRefusal(await read(slug, "days=1", registry.anonymous), 401, "UNAUTHENTICATED")
    const writer = await registry.as("alice", ["listing:write"])
    expectRefusal(await read(slug, "days=1", writer), 403, "INSUFFICIENT_SCOPE")
    await alice.setStatus(slug, "draft")
    expect((await read(slug)).status).toBe(200)
    expect((await read(slug)).headers.get("cache-control")).toBe("private, no-store")
  })

  it("move with the listing to another publisher", async () => {
    const slug = await newListing()
    await registry.anonymous.get(`/v1/listings/${slug}`)
    await alice.claim("metrics-heir")
    await alice.transfer(slug, "metrics-heir")
    expect(await today("metrics-heir/thing")).toMatchObject({ views: 1 })
    expectRefusal(await read(slug), 404, "NOT_FOUND")
  })

  it("are cleared once nobody can ask for their day", async () => {
    const slug = await newListing()
    await registry.anonymous.get(`/v1/listings/${slug}`)
    await registry.context.viewCounts.flush(registry.context)
    registry.clock.advance(days(limits.metricsDaysMax - 1))
    await purgeMetrics(registry.context)
    // The tokens of this suite have ended by now.
    alice = await registry.as("alice")
    expect((await read(slug, "days=90")).body.days[0]).toMatchObject({ views: 1 })
    registry.clock.advance(days(1))
    expect(await purgeMetrics(registry.context)).toBeGreaterThan(0)
    expect(await registry.rawSql("select * from listing_metrics")).toEqual([])
  })
})
