import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("T-IDEMP-1 · Idempotency-Key on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 50 })
    alice = await registry.as("alice")
    await alice.shelve("acme/triage")
    await registry.target("whs")
  })
  afterAll(() => registry.close())

  it("answers a repeated request with the first reply and says so", async () => {
    const key = randomUUID()
    const first = await alice.claim("repeated", { key })
    const again = await alice.claim("repeated", { key })
    expect(again.status).toBe(201)
    expect(again.body).toEqual(first.body)
    expect(first.headers.get("idempotency-replayed")).toBeNull()
    expect(again.headers.get("idempotency-replayed")).toBe("true")
  })

  it("runs the work once for 50 requests at once with one key", async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 50 }, () => alice.claim("crowded", { key })))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 201))
    expect(new Set(answers.map(({ body }) => body.publisherId)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.get("idempotency-replayed") === null)).toHaveLength(1)
  })

  it("returns the same install token on a replay though none is stored", async () => {
    const key = randomUUID()
    const first = await alice.install({ listing: "acme/triage" }, { key })
    const again = await alice.install({ listing: "acme/triage" }, { key })
    expect(again.body).toEqual(first.body)
    const rows = JSON.stringify(await registry.rawSql("SELECT * FROM idempotency_keys"))
    expect(rows).toContain(first.body.intent.installIntentId)
    expect(rows).not.toContain(first.body.installToken)
  })

  it("refuses the key for other content, and takes reordered keys of the same content as the same", async () => {
    const key = randomUUID()
    await alice.createListing({ slug: "acme/keyed", name: "One" }, { key })
    const reordered = {
      summary: "Sorts incoming tickets by urgency and topic.",
      name: "One",
      assetKind: "whs_agent",
      slug: "acme/keyed",
    }
    expect((await alice.post("/v1/listings", reordered, { key })).status).toBe(201)
    expectRefusal(
      await alice.createListing({ slug: "acme/keyed", name: "Two" }, { key }),
      422,
      "IDEMPOTENCY_KEY_REUSED",
    )
  })

  it("keeps callers and routes apart", async () => {
    const key = randomUUID()
    const bob = await registry.as("bob")
    expect((await alice.claim("alices-own", { key })).status).toBe(201)
    expect((await bob.claim("bobs-own", { key })).status).toBe(201)
    expect((await alice.createListing({ slug: "alices-own/thing" }, { key })).status).toBe(201)
  })

  it("forgets nothing of a failed attempt: the corrected state lets the same key succeed", async () => {
    const key = randomUUID()
    await alice.createListing({ slug: "acme/waiting" })
    expectRefusal(await alice.install({ listing: "acme/waiting" }, { key }), 404, "NOT_FOUND")
    await alice.publish("acme/waiting", { version: "1.0.0" })
    await alice.setStatus("acme/waiting", "published")
    expect((await alice.install({ listing: "acme/waiting" }, { key })).status).toBe(201)
  })

  it("refuses a key after a day instead of running it again", async () => {
    const key = randomUUID()
    await alice.claim("yesterday", { key })
    registry.clock.advance(days(1))
    expect((await alice.claim("yesterday", { key })).headers.get("idempotency-replayed")).toBe("true")
    registry.clock.advance(1)
    expectRefusal(await alice.claim("yesterday", { key }), 409, "IDEMPOTENCY_KEY_EXPIRED")
  })

  it("asks for a key where there is none, and for a proper one", async () => {
    const body = { handle: "keyless", displayName: "Keyless" }
    expectRefusal(await alice.request("POST", "/v1/publishers", body), 400, "IDEMPOTENCY_KEY_REQUIRED")
    for (const key of ["short", "with blank in it", "x".repeat(129), "semi;colon;semi;colon"]) {
      expectRefusal(await alice.claim("keyless", { key }), 400, "IDEMPOTENCY_KEY_MALFORMED")
    }
  })
})
