import type { Publisher } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("PATCH /v1/publishers/{handle} on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  const edit = (caller: Caller, handle: string, etag: string | undefined, patch: object) =>
    caller.request<Publisher>("PATCH", `/v1/publishers/${handle}`, patch, {
      headers: etag === undefined ? {} : { "if-match": etag },
    })
  const auditOf = (publisherId: string) =>
    registry.context.store.transaction((tx) => tx.audit.list(publisherId, "publisher.updated"))

  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 20 })
    alice = await registry.as("alice")
  })
  afterAll(() => registry.close())

  it("changes the named fields, keeps the others, moves the ETag and leaves an audit row", async () => {
    const claimed = await alice.claim("acme")
    expect(claimed.headers.get("etag")).toBe('"pub-1"')
    const profile = { description: "Agents that answer.", homepageUrl: "https://acme.dev/" }
    const updated = await edit(alice, "acme", '"pub-1"', profile)
    expect(updated.status).toBe(200)
    expect(updated.headers.get("etag")).toBe('"pub-2"')
    expect(updated.body).toEqual({ ...claimed.body, ...profile })
    const read = await registry.anonymous.get("/v1/publishers/acme")
    expect(read.body).toEqual(updated.body)
    expect(read.headers.get("etag")).toBe('"pub-2"')
    expect(await auditOf(updated.body.publisherId)).toMatchObject([
      { details: { fields: "description homepageUrl", rowVersion: 2 } },
    ])
    const emptied = await edit(alice, "acme", '"pub-2"', { description: null, homepageUrl: null })
    expect(emptied.body).toEqual(claimed.body)
  })

  it("moves the ETags of the listings, whose replies name the publisher", async () => {
    await alice.shelve("named/thing")
    const before = await registry.anonymous.get("/v1/listings/named/thing")
    await edit(alice, "named", '"pub-1"', { displayName: "Named, Inc." })
    const known = { headers: { "if-none-match": before.headers.get("etag") ?? "" } }
    const after = await registry.anonymous.get<{ publisher: { displayName: string } }>(
      "/v1/listings/named/thing",
      known,
    )
    expect(after.status).toBe(200)
    expect(after.body.publisher.displayName).toBe("Named, Inc.")
  })

  it("writes nothing where nothing changes", async () => {
    const { body } = await alice.claim("steady")
    const same = await edit(alice, "steady", '"pub-1"', { displayName: "steady", description: null })
    expect(same.headers.get("etag")).toBe('"pub-1"')
    expect(await auditOf(body.publisherId)).toEqual([])
  })

  it("lets one of two editors who read the same version through", async () => {
    await alice.claim("contested")
    const edits = await Promise.all(
      ["One", "Two"].map((displayName) => edit(alice, "contested", '"pub-1"', { displayName })),
    )
    expect(edits.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const refused of edits.filter(({ status }) => status !== 200)) expectRefusal(refused, 412, "ETAG_MISMATCH")
  })

  it("refuses a change without If-Match, with a tag that cannot match, and one that breaks a rule", async () => {
    await alice.claim("guarded")
    expectRefusal(await edit(alice, "guarded", undefined, { displayName: "X" }), 428, "PRECONDITION_REQUIRED")
    for (const tag of ["*", '"lst-1"', '"pub-2"']) {
      expectRefusal(await edit(alice, "guarded", tag, { displayName: "X" }), 412, "ETAG_MISMATCH")
    }
    const broken = [
      {},
      { handle: "other" },
      { verifiedAtMs: 1 },
      { displayName: "" },
      { description: "two\nlines" },
      { homepageUrl: "http://acme.dev" },
    ]
    for (const patch of broken) expectRefusal(await edit(alice, "guarded", '"pub-1"', patch), 422, "VALIDATION_FAILED")
  })

  it("answers strangers as if there were no such publisher", async () => {
    await alice.claim("private-matter")
    const mallory = await registry.as("mallory")
    const missing = await edit(mallory, "no-such", '"pub-1"', { displayName: "Mine" })
    expectRefusal(missing, 404, "NOT_FOUND")
    expectSameAnswer(await edit(mallory, "private-matter", '"pub-1"', { displayName: "Mine" }), missing)
  })
})
