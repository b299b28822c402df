import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-TENANT-1 · publisher A cannot touch what is publisher B's, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let mallory: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    mallory = await registry.as("mallory")
    await alice.shelve("acme/public")
    await alice.createListing({ slug: "acme/draft" })
    await alice.publish("acme/draft", { version: "1.0.0" })
    await mallory.shelve("mallory-co/own")
  })
  afterAll(() => registry.close())

  const writes: [
    string,
    (slug: string) => Promise<{ status: number; headers: Headers; body: unknown; problem: never }>,
  ][] = [
    ["update", (slug) => mallory.updateListing(slug, '"lst-1"', { name: "Mine" }) as never],
    ["publish a release of", (slug) => mallory.publish(slug, { version: "6.6.6" }) as never],
    ["publish", (slug) => mallory.setStatus(slug, "published") as never],
    ["unlist", (slug) => mallory.setStatus(slug, "unlisted") as never],
    ["revoke a release of", (slug) => mallory.revoke(slug, "1.0.0") as never],
    ["deprecate", (slug) => mallory.deprecate(slug, { message: "Use mine." }) as never],
    ["lift the deprecation of", (slug) => mallory.request("DELETE", `/v1/listings/${slug}/deprecation`) as never],
    ["delete", (slug) => mallory.deleteListing(slug) as never],
    ["carry off", (slug) => mallory.transfer(slug, "mallory-co") as never],
  ]

  it.each(writes)(
    "answers an attempt to %s a foreign listing, public or draft, like one that does not exist",
    async (_what, attempt) => {
      const missing = await attempt("acme/no-such")
      expectRefusal(missing, 404, "NOT_FOUND")
      for (const slug of ["acme/public", "acme/draft"]) {
        const before = await alice.get(`/v1/listings/${slug}`)
        expectSameAnswer(await attempt(slug), missing)
        expect((await alice.get(`/v1/listings/${slug}`)).body).toEqual(before.body)
      }
    },
  )

  it("hides a foreign draft in every read", async () => {
    const { body } = await alice.get<{ listingId: string }>("/v1/listings/acme/draft")
    const reads: [string, string][] = [
      ["/v1/listings/acme/draft", "/v1/listings/acme/no-such"],
      [`/v1/listings/${body.listingId}`, "/v1/listings/lst_0000000000000000000000"],
      ["/v1/listings/acme/draft/releases", "/v1/listings/acme/no-such/releases"],
      ["/v1/listings/acme/draft/releases/1.0.0", "/v1/listings/acme/no-such/releases/1.0.0"],
    ]
    for (const reader of [mallory, registry.anonymous]) {
      for (const [hidden, missing] of reads) expectSameAnswer(await reader.get(hidden), await reader.get(missing))
      const found = await reader.get<{ data: unknown[] }>("/v1/listings?q=draft")
      expect(found.body.data).toEqual([])
    }
  })

  it("does not answer 304 for a draft to somebody who guesses its ETag", async () => {
    const guess = await mallory.get("/v1/listings/acme/draft", { headers: { "if-none-match": '"lst-2"' } })
    expectRefusal(guess, 404, "NOT_FOUND")
  })
})
