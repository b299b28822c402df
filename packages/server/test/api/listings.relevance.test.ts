import type { ListingSearchPage } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

/** Wherever in a tag the word stands. */
const tags = { alone: ["first", "ops"], begun: ["ops-team"], ended: ["ml-ops", "last"], within: ["dev-ops-crew"] }

describe.each(engines)("the relevance of GET /v1/listings on $name", (engine) => {
  let registry: TestRegistry
  const search = async (query: string) => {
    const { data, facets } = (await registry.anonymous.get<ListingSearchPage>(`/v1/listings?${query}`)).body
    return { names: data.map(({ slug }) => slug.replace("acme/", "")), facets }
  }

  beforeAll(async () => {
    registry = await openRegistry(engine)
    const alice = await registry.as("alice")
    await alice.claim("acme")
    const plain = { name: "N", summary: "S", categories: ["finance" as const] }
    const add = async (name: string, content: object) => {
      const slug = `acme/${name}`
      await alice.createListing({ slug, ...plain, ...content })
      await alice.publish(slug, { version: "1.0.0" })
      await alice.setStatus(slug, "published")
      registry.clock.advance(minutes(1))
    }
    for (const [name, ofOne] of Object.entries(tags)) await add(name, { tags: ofOne })
    await add("described", { tags: ["opsis"], description: "For ops." })
  })
  afterAll(() => registry.close())

  it("puts what is tagged with a word before what only mentions it, however new that is", async () => {
    const { names } = await search("q=ops")
    expect(names.slice(0, -1).toSorted()).toEqual(Object.keys(tags).toSorted())
    expect(names.at(-1)).toBe("described")
  })

  it("counts each tag and category of the matches once", async () => {
    const { facets } = await search("q=ops")
    const each = [...Object.values(tags).flat(), "opsis"].toSorted()
    expect(facets).toEqual({
      kind: [{ value: "whs_agent", count: 5 }],
      category: [{ value: "finance", count: 5 }],
      tag: each.map((value) => ({ value, count: 1 })),
      atLeast: false,
    })
  })
})
