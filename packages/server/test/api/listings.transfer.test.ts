import type { Listing } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Answer, Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("POST /v1/listings/{publisher}/{name}/transfer on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  const shelve = async (slug: string) => {
    await alice.createListing({ slug })
    await alice.publish(slug, { version: "1.0.0" })
    await alice.setStatus(slug, "published")
  }

  /** Alice owns both publishers; bob is an owner of the old one alone. */
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    await alice.claim("acme")
    await alice.claim("newco")
    await alice.setMember("acme", bob, "owner")
  })
  afterAll(() => registry.close())

  it("moves a listing with its releases and finds it under its new slug, with an audit row for both sides", async () => {
    await shelve("acme/moved")
    const before = await registry.anonymous.get<Listing>("/v1/listings/acme/moved")
    const moved = await alice.transfer("acme/moved", "newco")
    expect(moved.status).toBe(200)
    expect(moved.body).toMatchObject({ listingId: before.body.listingId, slug: "newco/moved", status: "published" })
    expect(moved.body.publisher.handle).toBe("newco")
    expect((await registry.anonymous.get("/v1/listings/newco/moved")).body).toEqual(moved.body)
    expect((await registry.anonymous.get("/v1/listings/newco/moved/releases/1.0.0")).status).toBe(200)
    const found = await registry.anonymous.get<{ data: Listing[] }>("/v1/listings?q=moved")
    expect(found.body.data.map(({ slug }) => slug)).toEqual(["newco/moved"])
    const audit = await registry.context.store.transaction((tx) =>
      tx.audit.list(before.body.listingId, "listing.transferred"),
    )
    expect(audit.map(({ details }) => details)).toEqual([
      { from: "acme/moved", to: "newco/moved" },
      { from: "acme/moved", to: "newco/moved" },
    ])
  })

  it("tells readers of the old address where a public listing went, and writers nothing", async () => {
    await shelve("acme/pointer")
    await alice.transfer("acme/pointer", "newco")
    for (const path of ["", "/releases", "/releases/1.0.0"]) {
      const answer = await registry.anonymous.get(`/v1/listings/acme/pointer${path}`)
      expectRefusal(answer, 410, "LISTING_MOVED")
      expect(answer.problem.detail).toContain("newco/pointer")
    }
    expectRefusal(await alice.setStatus("acme/pointer", "unlisted"), 404, "NOT_FOUND")
    expectRefusal(await alice.publish("acme/pointer", { version: "2.0.0" }), 404, "NOT_FOUND")
    await alice.setStatus("newco/pointer", "draft")
    const hidden = await registry.anonymous.get("/v1/listings/acme/pointer")
    expectSameAnswer(hidden, await registry.anonymous.get("/v1/listings/acme/no-such"))
  })

  describe("T-TRANSFER-1 · leaves the old members no right at all", () => {
    beforeAll(async () => {
      await alice.createListing({ slug: "acme/inherited" })
      await alice.publish("acme/inherited", { version: "1.0.0" })
      await alice.transfer("acme/inherited", "newco")
    })

    const rights: [string, (slug: string) => Promise<Answer<unknown>>][] = [
      ["read", (slug) => bob.get(`/v1/listings/${slug}`)],
      ["read the releases of", (slug) => bob.get(`/v1/listings/${slug}/releases`)],
      ["read a release of", (slug) => bob.get(`/v1/listings/${slug}/releases/1.0.0`)],
      ["update", (slug) => bob.updateListing(slug, '"lst-3"', { name: "Mine" })],
      ["publish", (slug) => bob.setStatus(slug, "published")],
      ["publish a release of", (slug) => bob.publish(slug, { version: "6.6.6" })],
      ["revoke a release of", (slug) => bob.revoke(slug, "1.0.0")],
      ["deprecate", (slug) => bob.deprecate(slug, { message: "Ha." })],
      ["lift the deprecation of", (slug) => bob.request("DELETE", `/v1/listings/${slug}/deprecation`)],
      ["delete", (slug) => bob.deleteListing(slug)],
      ["transfer", (slug) => bob.transfer(slug, "acme")],
    ]
    it.each(rights)("to %s the draft, under the new slug and the old", async (_what, attempt) => {
      const before = (await alice.get("/v1/listings/newco/inherited")).body
      expectSameAnswer(await attempt("newco/inherited"), await attempt("newco/no-such"))
      expectRefusal(await attempt("newco/inherited"), 404, "NOT_FOUND")
      expectRefusal(await attempt("acme/inherited"), 404, "NOT_FOUND")
      expect((await alice.get("/v1/listings/newco/inherited")).body).toEqual(before)
    })

    it("to find it among their own", async () => {
      const mine = await bob.get<{ data: Listing[] }>("/v1/me/listings?limit=100")
      expect(mine.body.data.map(({ slug }) => slug)).not.toContain("newco/inherited")
    })
  })

  it("pushes a listing on nobody: the giver must be a member of the receiver", async () => {
    await shelve("acme/gift")
    await (await registry.as("carol")).claim("carols")
    const unknown = await alice.transfer("acme/gift", "no-such")
    expectRefusal(unknown, 404, "NOT_FOUND")
    expectSameAnswer(await alice.transfer("acme/gift", "carols"), unknown)
    expectRefusal(await bob.transfer("acme/gift", "newco"), 404, "NOT_FOUND")
    expect((await registry.anonymous.get("/v1/listings/acme/gift")).status).toBe(200)
  })

  it("keeps the old slug taken for good, save for the listing itself", async () => {
    await shelve("acme/round-trip")
    await alice.transfer("acme/round-trip", "newco")
    expectRefusal(await bob.createListing({ slug: "acme/round-trip" }), 409, "SLUG_TAKEN")
    await alice.createListing({ slug: "newco/other-trip" })
    await alice.createListing({ slug: "acme/other-trip" })
    expectRefusal(await alice.transfer("newco/other-trip", "acme"), 409, "SLUG_TAKEN")
    await alice.claim("thirdco")
    await alice.createListing({ slug: "thirdco/round-trip" })
    expectRefusal(await alice.transfer("thirdco/round-trip", "acme"), 409, "SLUG_TAKEN")
    const back = await alice.transfer("newco/round-trip", "acme")
    expect(back.body.slug).toBe("acme/round-trip")
    expect((await registry.anonymous.get("/v1/listings/acme/round-trip")).status).toBe(200)
    expectRefusal(await registry.anonymous.get("/v1/listings/newco/round-trip"), 410, "LISTING_MOVED")
  })

  it("gives a slug to one alone, when a listing moves in while another of the name is made", async () => {
    for (let round = 0; round < 5; round++) {
      const name = `clash-${round}`
      await alice.createListing({ slug: `acme/${name}` })
      const [moved, made] = await Promise.all([
        alice.transfer(`acme/${name}`, "newco"),
        alice.createListing({ slug: `newco/${name}` }),
      ])
      expect([
        [200, 409],
        [409, 201],
      ]).toContainEqual([moved.status, made.status])
    }
  })

  it("never lets a name be made again while its listing moves away", async () => {
    for (let round = 0; round < 5; round++) {
      const name = `leaving-${round}`
      await alice.createListing({ slug: `acme/${name}` })
      const [moved, made] = await Promise.all([
        alice.transfer(`acme/${name}`, "newco"),
        alice.createListing({ slug: `acme/${name}` }),
      ])
      expect([moved.status, made.status]).toEqual([200, 409])
    }
  })

  it("happens once under one Idempotency-Key, and the reply can be asked for again", async () => {
    await shelve("acme/keyed")
    const key = "transfer-of-keyed-1"
    const first = await alice.transfer("acme/keyed", "newco", { key })
    const second = await alice.transfer("acme/keyed", "newco", { key })
    expect(second.headers.get("idempotency-replayed")).toBe("true")
    expect(second.body).toEqual(first.body)
  })

  it("refuses a suspended listing, and one that is there already", async () => {
    await shelve("acme/stays")
    expectRefusal(await alice.transfer("acme/stays", "acme"), 409, "INVALID_STATE_TRANSITION")
    await registry.rawSql("UPDATE listings SET status = 'suspended' WHERE slug_name = 'stays'")
    expectRefusal(await alice.transfer("acme/stays", "newco"), 409, "INVALID_STATE_TRANSITION")
  })
})
