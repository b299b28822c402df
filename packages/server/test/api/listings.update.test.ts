import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("PATCH /v1/listings/{publisher}/{name} on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
  })
  afterAll(() => registry.close())

  it("changes the named fields, keeps the others and moves the ETag", async () => {
    const { body } = await alice.createListing({ slug: "acme/edited", tags: ["old"], description: "Stays." })
    registry.clock.advance(minutes(1))
    const updated = await alice.updateListing("acme/edited", '"lst-1"', { tags: ["new"], name: "Renamed" })
    expect(updated.status).toBe(200)
    expect(updated.headers.get("etag")).toBe('"lst-2"')
    expect(updated.body).toEqual({ ...body, tags: ["new"], name: "Renamed", updatedAtMs: registry.clock.nowMs() })
    expect((await alice.get("/v1/listings/acme/edited")).body).toEqual(updated.body)
  })

  it("writes nothing where nothing changes", async () => {
    const { body } = await alice.createListing({ slug: "acme/same", tags: ["one"] })
    const updated = await alice.updateListing("acme/same", '"lst-1"', { tags: ["one"] })
    expect(updated.headers.get("etag")).toBe('"lst-1"')
    const audit = await registry.context.store.transaction((tx) => tx.audit.list(body.listingId, "listing.updated"))
    expect(audit).toEqual([])
  })

  it("lets one of two editors who read the same version through and asks the other to read again", async () => {
    await alice.createListing({ slug: "acme/contested" })
    const edits = await Promise.all(
      ["One", "Two"].map((name) => alice.updateListing("acme/contested", '"lst-1"', { name })),
    )
    expect(edits.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const refused of edits.filter(({ status }) => status !== 200)) expectRefusal(refused, 412, "ETAG_MISMATCH")
  })

  it("refuses a change without If-Match, and one with a tag that cannot match", async () => {
    await alice.createListing({ slug: "acme/guarded" })
    expectRefusal(await alice.updateListing("acme/guarded", undefined, { name: "X" }), 428, "PRECONDITION_REQUIRED")
    for (const tag of ["*", 'W/"lst-1"', '"rel-1"', "lst-1", '"lst-2"']) {
      expectRefusal(await alice.updateListing("acme/guarded", tag, { name: "X" }), 412, "ETAG_MISMATCH")
    }
  })

  it("refuses an empty patch and fields that are not the publisher's to set", async () => {
    await alice.createListing({ slug: "acme/strict" })
    expectRefusal(await alice.updateListing("acme/strict", '"lst-1"', {}), 422, "VALIDATION_FAILED")
    for (const field of ["status", "slug", "assetKind", "publisherId", "verifiedAtMs", "rowVersion"]) {
      const patch = { [field]: "published" }
      expectRefusal(await alice.updateListing("acme/strict", '"lst-1"', patch), 422, "VALIDATION_FAILED")
    }
  })
})
