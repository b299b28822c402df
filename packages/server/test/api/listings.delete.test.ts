import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("DELETE /v1/listings/{publisher}/{name} on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
    await alice.claim("other")
  })
  afterAll(() => registry.close())

  it("removes a draft that was never public with all its parts, and frees its slug", async () => {
    const draft = await alice.createListing({ slug: "acme/draft", tags: ["a"], categories: ["security"] })
    await alice.publish("acme/draft", { version: "1.0.0" })
    await alice.publish("acme/draft", { version: "1.1.0" })
    await alice.revoke("acme/draft", "1.0.0")
    const { listingId } = draft.body
    const deleted = await alice.deleteListing("acme/draft")
    expect({ status: deleted.status, body: deleted.body }).toEqual({
      status: 200,
      body: { listingId, slug: "acme/draft" },
    })
    expectRefusal(await alice.get("/v1/listings/acme/draft"), 404, "NOT_FOUND")
    for (const table of ["listings", "releases", "listing_tags", "listing_categories"]) {
      expect(await registry.rawSql(`SELECT * FROM ${table} WHERE listing_id = '${listingId}'`)).toEqual([])
    }
    const audit = await registry.context.store.transaction((tx) => tx.audit.list(listingId))
    expect(audit.at(-1)).toMatchObject({ action: "listing.deleted", details: { slug: "acme/draft" } })
    const again = await alice.createListing({ slug: "acme/draft" })
    expect(again.body.listingId).not.toBe(listingId)
    expectRefusal(await alice.get(`/v1/listings/${listingId}`), 404, "NOT_FOUND")
  })

  it.each(["published", "unlisted"])(
    "refuses one that was ever %s, even after it went back to draft",
    async (status) => {
      const slug = `acme/was-${status}`
      await alice.createListing({ slug })
      await alice.publish(slug, { version: "1.0.0" })
      await alice.setStatus(slug, status)
      expectRefusal(await alice.deleteListing(slug), 409, "LISTING_WAS_PUBLIC")
      await alice.setStatus(slug, "draft")
      expectRefusal(await alice.deleteListing(slug), 409, "LISTING_WAS_PUBLIC")
      expect((await alice.get(`/v1/listings/${slug}/releases/1.0.0`)).status).toBe(200)
    },
  )

  it("refuses a draft that a moderator suspended", async () => {
    await alice.createListing({ slug: "acme/evidence" })
    await registry.rawSql("UPDATE listings SET status = 'suspended' WHERE slug_name = 'evidence'")
    expectRefusal(await alice.deleteListing("acme/evidence"), 409, "INVALID_STATE_TRANSITION")
  })

  it("removes a draft that was given to another publisher, and frees both slugs", async () => {
    await alice.createListing({ slug: "acme/wandering" })
    await alice.transfer("acme/wandering", "other")
    expectRefusal(await alice.createListing({ slug: "acme/wandering" }), 409, "SLUG_TAKEN")
    expect((await alice.deleteListing("other/wandering")).status).toBe(200)
    expect((await alice.createListing({ slug: "acme/wandering" })).status).toBe(201)
  })

  it("either removes a draft or makes it public, when both come at once", async () => {
    for (let round = 0; round < 5; round++) {
      const slug = `acme/torn-${round}`
      await alice.createListing({ slug })
      await alice.publish(slug, { version: "1.0.0" })
      const [deleted, published] = await Promise.all([alice.deleteListing(slug), alice.setStatus(slug, "published")])
      expect([
        [200, 404],
        [409, 200],
      ]).toContainEqual([deleted.status, published.status])
      const read = await registry.anonymous.get(`/v1/listings/${slug}`)
      expect(read.status).toBe(published.status)
    }
  })
})
