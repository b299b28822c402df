import type { Listing } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("the deprecation of a listing on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  const lift = (slug: string) => alice.request<Listing>("DELETE", `/v1/listings/${slug}/deprecation`)
  const actionsOn = async (listingId: string) => {
    const entries = await registry.context.store.transaction((tx) => tx.audit.list(listingId))
    return entries.map(({ action }) => action).filter((action) => action.includes("deprecat"))
  }

  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/successor")
  })
  afterAll(() => registry.close())

  it("shows its message, its successor and since when, in full and in lists, until it is lifted", async () => {
    await alice.shelve("acme/old")
    const successor = "acme/successor"
    const deprecated = await alice.deprecate("acme/old", { message: "No longer kept up.", successor })
    const deprecation = { message: "No longer kept up.", successor, atMs: registry.clock.nowMs() }
    expect(deprecated.status).toBe(200)
    expect(deprecated.headers.get("etag")).toBe('"lst-4"')
    expect(deprecated.body.deprecation).toEqual(deprecation)
    expect((await registry.anonymous.get("/v1/listings/acme/old")).body).toEqual(deprecated.body)
    const { body } = await registry.anonymous.get<{ data: Listing[] }>("/v1/listings?publisher=acme")
    const shown = body.data.map((card) => [card.slug, card.deprecation])
    expect(shown).toContainEqual(["acme/old", deprecation])
    expect(shown).toContainEqual([successor, null])
    expect((await lift("acme/old")).body.deprecation).toBeNull()
    expect(await actionsOn(deprecated.body.listingId)).toEqual(["listing.deprecated", "listing.deprecation_lifted"])
  })

  it("keeps its moment when the words change, and writes nothing when they do not", async () => {
    await alice.shelve("acme/reworded")
    const first = await alice.deprecate("acme/reworded", { message: "Old." })
    registry.clock.advance(minutes(1))
    const same = await alice.deprecate("acme/reworded", { message: "Old." })
    expect(same.headers.get("etag")).toBe(first.headers.get("etag"))
    const other = await alice.deprecate("acme/reworded", { message: "Very old." })
    expect(other.body.deprecation).toEqual({ ...first.body.deprecation, message: "Very old." })
    expect(await actionsOn(first.body.listingId)).toEqual(["listing.deprecated", "listing.deprecated"])
    await lift("acme/reworded")
    const lifted = await lift("acme/reworded")
    expect(lifted.status).toBe(200)
    expect(await actionsOn(first.body.listingId)).toHaveLength(3)
  })

  it("does not keep anybody from installing the listing", async () => {
    await alice.shelve("acme/still-works")
    await alice.deprecate("acme/still-works", { message: "Old." })
    await registry.target("whs")
    expect((await (await registry.as("bob")).install({ listing: "acme/still-works" })).status).toBe(201)
  })

  it("names as successor another listing that everybody can read, and hides whether there is a hidden one", async () => {
    await alice.shelve("acme/pointing")
    await alice.createListing({ slug: "acme/hidden" })
    for (const successor of ["acme/pointing", "acme/hidden", "acme/no-such"]) {
      const answer = await alice.deprecate("acme/pointing", { message: "Old.", successor })
      expectRefusal(answer, 422, "VALIDATION_FAILED")
      expect(answer.problem.errors.map(({ pointer }) => pointer)).toEqual(["/successor"])
    }
    for (const body of [{}, { message: "" }, { message: "a\nb" }, { message: "x".repeat(281) }]) {
      const path = "/v1/listings/acme/pointing/deprecation"
      expectRefusal(await alice.request("PUT", path, body), 422, "VALIDATION_FAILED")
    }
  })
})
