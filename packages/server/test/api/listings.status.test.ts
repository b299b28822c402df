import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("PUT /v1/listings/{publisher}/{name}/status on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
  })
  afterAll(() => registry.close())

  it("refuses to publish a listing without a release, and publishes it with one", async () => {
    await alice.createListing({ slug: "acme/step" })
    expectRefusal(await alice.setStatus("acme/step", "published"), 409, "NO_LIVE_RELEASE")
    expectRefusal(await alice.setStatus("acme/step", "unlisted"), 409, "NO_LIVE_RELEASE")
    await alice.publish("acme/step", { version: "1.0.0" })
    const published = await alice.setStatus("acme/step", "published")
    expect(published.body.status).toBe("published")
    expect((await registry.anonymous.get("/v1/listings/acme/step")).body).toEqual(published.body)
  })

  it("keeps an unlisted listing readable by its address and out of every list", async () => {
    await alice.shelve("acme/quiet")
    await alice.setStatus("acme/quiet", "unlisted")
    expect((await registry.anonymous.get("/v1/listings/acme/quiet")).status).toBe(200)
    const { body } = await registry.anonymous.get<{ data: { slug: string }[] }>("/v1/listings?q=quiet")
    expect(body.data).toEqual([])
  })

  it("takes a listing back to draft, where the public cannot see it", async () => {
    await alice.shelve("acme/withdrawn")
    expect((await alice.setStatus("acme/withdrawn", "draft")).status).toBe(200)
    expectRefusal(await registry.anonymous.get("/v1/listings/acme/withdrawn"), 404, "NOT_FOUND")
    expectRefusal(await registry.anonymous.get("/v1/listings/acme/withdrawn/releases"), 404, "NOT_FOUND")
  })

  it("answers the status it already has with no change and no audit row", async () => {
    await alice.shelve("acme/again")
    const { body, headers } = await alice.setStatus("acme/again", "published")
    expect(headers.get("etag")).toBe('"lst-3"')
    const audit = await registry.context.store.transaction((tx) =>
      tx.audit.list(body.listingId, "listing.status_changed"),
    )
    expect(audit).toHaveLength(1)
  })

  it("leaves suspension to moderators", async () => {
    await alice.shelve("acme/own-goal")
    expectRefusal(await alice.setStatus("acme/own-goal", "suspended"), 422, "VALIDATION_FAILED")
    await registry.rawSql("UPDATE listings SET status = 'suspended' WHERE slug_name = 'own-goal'")
    for (const status of ["draft", "published", "unlisted"]) {
      expectRefusal(await alice.setStatus("acme/own-goal", status), 409, "INVALID_STATE_TRANSITION")
    }
    expectRefusal(await registry.anonymous.get("/v1/listings/acme/own-goal"), 404, "NOT_FOUND")
    expectRefusal(await alice.publish("acme/own-goal", { version: "2.0.0" }), 409, "INVALID_STATE_TRANSITION")
  })
})
