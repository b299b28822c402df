import type { ChangePage } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("GET /v1/changes on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
    await alice.claim("other")
  })
  afterAll(() => registry.close())

  const read = (query = "") => registry.anonymous.get<ChangePage>(`/v1/changes${query}`)

  /** What one listing went through in public, without the rest. */
  async function story(listingId: string): Promise<string[]> {
    const { body } = await read("?limit=100")
    return body.data
      .filter((change) => change.listingId === listingId)
      .map(({ kind, slug, version }) => `${kind} ${slug}${version === null ? "" : `@${version}`}`)
  }

  const makeListing = async (slug: string): Promise<string> => {
    const { listingId } = (await alice.createListing({ slug })).body
    await alice.publish(slug, { version: "1.0.0" })
    return listingId
  }

  it("tells nothing of a draft, and everything the public can see from its publication on", async () => {
    const listingId = await makeListing("acme/told")
    await alice.updateListing("acme/told", '"lst-2"', { name: "Draft still" })
    expect(await story(listingId)).toEqual([])
    const { headers } = await alice.setStatus("acme/told", "published")
    await alice.setStatus("acme/told", "published")
    await alice.publish("acme/told", { version: "1.1.0" })
    await alice.publish("acme/told", { version: "1.1.0" })
    await alice.revoke("acme/told", "1.1.0")
    const { headers: now } = await alice.get("/v1/listings/acme/told")
    expect(now.get("etag")).not.toBe(headers.get("etag"))
    await alice.updateListing("acme/told", now.get("etag") ?? "", { summary: "Another summary." })
    await alice.deprecate("acme/told", { message: "Not kept up." })
    expect(await story(listingId)).toEqual([
      "listing.published acme/told",
      "release.published acme/told@1.1.0",
      "release.revoked acme/told@1.1.0",
      "listing.updated acme/told",
      "listing.updated acme/told",
    ])
  })

  it("T-FEED-2 · says once that a listing is gone, whatever hides it and however often", async () => {
    const listingId = await makeListing("acme/gone")
    await alice.setStatus("acme/gone", "published")
    await alice.setStatus("acme/gone", "unlisted")
    await alice.publish("acme/gone", { version: "2.0.0" })
    await alice.setStatus("acme/gone", "draft")
    await alice.setStatus("acme/gone", "unlisted")
    expect(await story(listingId)).toEqual(["listing.published acme/gone", "listing.removed acme/gone"])
  })

  it("moves a listing under its new slug, and removes it under the old one", async () => {
    const listingId = await makeListing("acme/moving")
    await alice.setStatus("acme/moving", "published")
    await alice.transfer("acme/moving", "other")
    expect(await story(listingId)).toEqual([
      "listing.published acme/moving",
      "listing.removed acme/moving",
      "listing.published other/moving",
    ])
  })

  it("holds nothing but the names of what changed", async () => {
    const { body } = await read("?limit=1")
    expect(Object.keys(body).toSorted()).toEqual(["data", "hasMore", "nextAfter"])
    expect(body.data.map((change) => Object.keys(change).toSorted())).toEqual([
      ["atMs", "kind", "listingId", "seq", "slug", "version"],
    ])
  })

  it("can be resumed anywhere and comes to the same", async () => {
    const whole = (await read("?limit=100")).body
    expect(whole.hasMore).toBe(false)
    const parts: ChangePage["data"] = []
    for (let page = (await read("?limit=3")).body; ; page = (await read(`?limit=3&after=${page.nextAfter}`)).body) {
      parts.push(...page.data)
      if (!page.hasMore) break
    }
    expect(parts).toEqual(whole.data)
    expect(whole.data.map(({ seq }) => seq)).toEqual(whole.data.map((_, index) => index + 1))
    const end = (await read(`?after=${whole.nextAfter}`)).body
    expect(end).toEqual({ data: [], nextAfter: whole.nextAfter, hasMore: false })
  })

  it("has an ETag that stays until there is more to tell, and may be cached", async () => {
    const first = await read("?after=2&limit=100")
    expect(first.headers.get("cache-control")).toBe("public, max-age=30, stale-while-revalidate=60")
    const etag = first.headers.get("etag") ?? ""
    const again = () => registry.anonymous.get("/v1/changes?after=2&limit=100", { headers: { "if-none-match": etag } })
    expect((await again()).status).toBe(304)
    await makeListing("acme/fresh")
    await alice.setStatus("acme/fresh", "published")
    expect((await again()).status).toBe(200)
    const [full, more] = [await read("?limit=1"), await read(`?limit=100`)]
    expect(full.headers.get("etag")).not.toBe(more.headers.get("etag"))
  })

  it.each(["?after=-1", "?after=x", "?after=1.5", "?limit=0", "?limit=101", "?cursor=c", "?after=9007199254740993"])(
    "refuses %s",
    async (query) => {
      expectRefusal(await read(query), 400, "INVALID_REQUEST")
    },
  )

  it("says the same to everybody", async () => {
    expect((await alice.get("/v1/changes")).body).toEqual((await read()).body)
  })
})
