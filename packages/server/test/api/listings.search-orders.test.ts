import { randomUUID } from "node:crypto"
import type { ListingSearchPage } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"

const titles = { alpha: "Zebra Router", beta: "Mail Sorter", gamma: "Mail Router", delta: "Calendar Keeper" }

describe.each(engines)("orders, facets and suggestions of GET /v1/listings on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let whs: Caller
  const search = async (query: string) =>
    (await registry.anonymous.get<ListingSearchPage>(`/v1/listings?${query}`)).body
  const names = async (query: string) => (await search(query)).data.map(({ slug }) => slug.replace("acme/", ""))

  const install = async (buyer: string, listing: string, target = whs) => {
    const { installToken } = (await (await registry.as(buyer)).install({ listing })).body
    return await target.redeem({
      token: installToken,
      redemptionId: randomUUID(),
      subject: { iss: issuer, sub: buyer },
    })
  }

  beforeAll(async () => {
    registry = await openRegistry(engine)
    whs = await registry.target("whs")
    alice = await registry.as("alice")
    for (const [name, title] of Object.entries(titles)) {
      const slug = `acme/${name}`
      await alice.claim("acme")
      await alice.createListing({ slug, name: title, tags: [name, "shared"], categories: ["productivity"] })
      await alice.publish(slug, { version: "1.0.0" })
      await alice.setStatus(slug, "published")
      registry.clock.advance(minutes(1))
    }
    await install("bob", "acme/beta")
    await install("carol", "acme/beta")
    await install("bob", "acme/gamma")
  })
  afterAll(() => registry.close())

  it("orders by change, installs or name, and by change where nothing is said", async () => {
    const recent = ["delta", "gamma", "beta", "alpha"]
    expect(await names("")).toEqual(recent)
    expect(await names("sort=recent")).toEqual(recent)
    expect((await names("sort=popular")).slice(0, 2)).toEqual(["beta", "gamma"])
    expect(await names("sort=name")).toEqual(["delta", "gamma", "beta", "alpha"])
    expect(await names("sort=relevance")).toEqual(recent)
  })

  it("orders matches by how well they fit, or as asked", async () => {
    expect((await names("q=router"))[0]).toBe("gamma")
    expect(await names("q=mail&sort=popular")).toEqual(["beta", "gamma"])
    expect(await names("q=mail&sort=recent")).toEqual(["gamma", "beta"])
    expect(await names("q=mail&sort=name")).toEqual(["gamma", "beta"])
    expect((await names("q=mail+router"))[0]).toBe("gamma")
    expect((await names("q=alpha"))[0]).toBe("alpha")
  })

  it.each(["recent", "popular", "name", "relevance"])(
    "walks every page of %s once, with words and without",
    async (sort) => {
      for (const q of ["", "&q=shared"]) {
        const seen: string[] = []
        let cursor = ""
        do {
          const page = await search(`sort=${sort}${q}&limit=1${cursor}`)
          seen.push(...page.data.map(({ slug }) => slug))
          cursor = page.page.nextCursor === null ? "" : `&cursor=${encodeURIComponent(page.page.nextCursor)}`
          expect(page.facets === null).toBe(seen.length > page.data.length)
        } while (cursor !== "")
        expect(seen.map((slug) => slug.replace("acme/", ""))).toEqual(await names(`sort=${sort}${q}`))
        expect(new Set(seen).size).toBe(4)
      }
    },
  )

  it("refuses a cursor of another order, query or target", async () => {
    const { page } = await search("sort=name&limit=1")
    for (const query of ["sort=popular", "sort=name&q=mail", "sort=name&target=whs"]) {
      const answer = await registry.anonymous.get(`/v1/listings?${query}&cursor=${page.nextCursor}`)
      expectRefusal(answer, 400, "CURSOR_INVALID")
    }
  })

  it("counts kinds, categories and tags of all matches, the commonest first", async () => {
    for (const query of ["", "q=shared"]) {
      const { facets } = await search(`${query}&limit=1`)
      expect(facets).toMatchObject({
        kind: [{ value: "whs_agent", count: 4 }],
        category: [{ value: "productivity", count: 4 }],
        atLeast: false,
      })
      expect(facets?.tag[0]).toEqual({ value: "shared", count: 4 })
      expect(facets?.tag).toHaveLength(5)
    }
    expect((await search("q=mail&tag=beta")).facets?.tag).toHaveLength(2)
  })

  it("counts the tags that a listing has now, however often it was counted before", async () => {
    await alice.shelve("counted-co/recounted", "1.0.0")
    const retag = async (tags: string[]) => {
      const { headers } = await alice.get("/v1/listings/counted-co/recounted")
      await alice.updateListing("counted-co/recounted", headers.get("etag") ?? "", { tags })
    }
    const tags = async () => (await search("q=recounted")).facets?.tag
    await retag(["early", "kept"])
    const early = ["early", "kept"].map((value) => ({ value, count: 1 }))
    expect([await tags(), await tags()]).toEqual([early, early])
    await retag(["kept", "late"])
    expect(await tags()).toEqual(["kept", "late"].map((value) => ({ value, count: 1 })))
    await alice.setStatus("counted-co/recounted", "unlisted")
  })

  it("keeps the listings a target takes, and none for a target it does not know", async () => {
    expect(await names("target=whs")).toHaveLength(4)
    expect(await names("target=whs&q=mail")).toHaveLength(2)
    expect(await names("target=whs&kind=agentromatic_workflow")).toEqual([])
    expect(await names("target=nowhere")).toEqual([])
    expect((await search("target=nowhere&q=mail")).suggestions).toBeNull()
  })

  it("suggests what was meant where nothing matches, and nothing elsewhere", async () => {
    const { data, suggestions } = await search("q=Mial+Rotuer")
    expect(data).toEqual([])
    expect(suggestions).toEqual({ q: "mail router", listings: [{ slug: "acme/gamma", name: "Mail Router" }] })
    expect((await search("q=mail")).suggestions).toBeNull()
    expect((await search("q=xylophone")).suggestions).toEqual({ q: null, listings: [] })
    expect((await search("q=mial&tag=delta")).suggestions).toEqual({ q: null, listings: [] })
  })

  it("suggests nothing that is not published any more", async () => {
    await alice.createListing({ slug: "acme/hidden", name: "Quetzalcoatl" })
    await alice.publish("acme/hidden", { version: "1.0.0" })
    await alice.setStatus("acme/hidden", "published")
    expect((await search("q=quetzalcaotl")).suggestions?.listings).toHaveLength(1)
    await alice.setStatus("acme/hidden", "unlisted")
    expect((await search("q=quetzalcaotl")).suggestions).toEqual({ q: null, listings: [] })
    expect(await names("q=quetzalcoatl")).toEqual([])
  })

  it("T-SEARCH-1 counts an install once for each buyer and target, and never one that is refused or repeated", async () => {
    const installs = async () => (await search("q=delta")).data[0]?.installs
    expect(await installs()).toBe(0)
    const dave = await registry.as("dave")
    const { installToken: token } = (await dave.install({ listing: "acme/delta" })).body
    const request = { token, redemptionId: randomUUID(), subject: { iss: issuer, sub: "dave" } }
    expect((await whs.redeem({ ...request, subject: { iss: issuer, sub: "eve" } })).status).toBe(403)
    expect(await installs()).toBe(0)
    await whs.redeem(request)
    await whs.redeem(request)
    expect(await installs()).toBe(1)
    await install("dave", "acme/delta")
    expect(await installs()).toBe(1)
    await install("erin", "acme/delta")
    await install("frank", "acme/delta")
    expect(await installs()).toBe(3)
    expect((await names("sort=popular"))[0]).toBe("delta")
  })

  it("counts every one of many installs while releases are published and the listing is hidden and shown", async () => {
    await alice.shelve("acme/busy")
    const buyers = Array.from({ length: 12 }, (_, at) => `buyer-${at}`)
    const tokens = await Promise.all(
      buyers.map(
        async (buyer) => (await (await registry.as(buyer)).install({ listing: "acme/busy" })).body.installToken,
      ),
    )
    const redeemed = tokens.map((token, at) =>
      whs.redeem({ token, redemptionId: randomUUID(), subject: { iss: issuer, sub: buyers[at] ?? "" } }),
    )
    const written = Array.from({ length: 12 }, (_, at) =>
      at % 3 === 2
        ? alice.setStatus("acme/busy", at % 2 === 0 ? "unlisted" : "published")
        : alice.publish("acme/busy", { version: `2.${at}.0` }),
    )
    const answers = await Promise.all([...redeemed, ...written])
    expect(answers.filter(({ status }) => status >= 400)).toEqual([])
    await alice.setStatus("acme/busy", "published")
    expect((await search("q=busy")).data[0]?.installs).toBe(12)
    const places = await registry.rawSql("select place from listing_search where slug = 'acme/busy'")
    expect(places).toHaveLength(1)
  })
})
