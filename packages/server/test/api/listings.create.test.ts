import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { expectRefusal } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

describe.each(engines)("POST /v1/listings on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
  })
  afterAll(() => registry.close())

  it("makes a draft with what was given and defaults for the rest", async () => {
    const created = await alice.createListing({
      slug: "acme/fresh",
      tags: ["support"],
      docsUrl: "https://docs.acme.dev",
    })
    expect(created.status).toBe(201)
    expect(created.headers.get("location")).toBe("/v1/listings/acme/fresh")
    expect(created.headers.get("etag")).toBe('"lst-1"')
    expect(created.body).toMatchObject({
      slug: "acme/fresh",
      status: "draft",
      description: "",
      tags: ["support"],
      categories: [],
      docsUrl: "https://docs.acme.dev",
      repoUrl: null,
      latestVersion: null,
      contentTrust: "untrusted",
      createdAtMs: registry.clock.nowMs(),
    })
  })

  it("writes one audit row and shows the draft to nobody but its publisher", async () => {
    const { body } = await alice.createListing({ slug: "acme/hidden" })
    const audit = await registry.context.store.transaction((tx) => tx.audit.list(body.listingId))
    expect(audit.map(({ action }) => action)).toEqual(["listing.created"])
    expectRefusal(await registry.anonymous.get("/v1/listings/acme/hidden"), 404, "NOT_FOUND")
    expectRefusal(await registry.anonymous.get(`/v1/listings/${body.listingId}`), 404, "NOT_FOUND")
    expect((await alice.get("/v1/listings/acme/hidden")).body).toEqual(body)
    expect((await alice.get(`/v1/listings/${body.listingId}`)).body).toEqual(body)
  })

  it("refuses a name the publisher has used", async () => {
    await alice.createListing({ slug: "acme/twice" })
    expectRefusal(await alice.createListing({ slug: "acme/twice" }), 409, "SLUG_TAKEN")
  })

  it("answers a stranger's publisher like one that does not exist", async () => {
    const bob = await registry.as("bob")
    expectRefusal(await bob.createListing({ slug: "acme/mine-now" }), 404, "NOT_FOUND")
    expectRefusal(await bob.createListing({ slug: "nobody/mine-now" }), 404, "NOT_FOUND")
  })

  it.each([
    ["an unknown field", { status: "published" }, "/status"],
    ["a publisherId", { publisherId: "pub_1" }, "/publisherId"],
    ["an unknown kind", { assetKind: "robot" }, "/assetKind"],
    ["an empty name", { name: "  " }, "/name"],
    ["a bidirectional override in the name", { name: "Sup\u202Etroppus" }, "/name"],
    ["a zero-width space in the name", { name: "Sup\u200Bport" }, "/name"],
    ["a NUL in the description", { description: "a\u0000b" }, "/description"],
    ["a long summary", { summary: "x".repeat(361) }, "/summary"],
    ["a repeated tag", { tags: ["one", "one"] }, "/tags"],
    ["eleven tags", { tags: Array.from({ length: 11 }, (_, count) => `tag-number-${count}`) }, "/tags"],
    ["an unknown category", { categories: ["toys"] }, "/categories/0"],
    ["a plain http link", { docsUrl: "http://docs.acme.dev" }, "/docsUrl"],
    ["a script link", { docsUrl: "javascript:alert(1)" }, "/docsUrl"],
    ["a link with a password", { repoUrl: "https://u:p@acme.dev" }, "/repoUrl"],
    ["a link to an address", { repoUrl: "https://127.0.0.1/" }, "/repoUrl"],
  ])("refuses %s and says where, without repeating the value", async (_what, fields, pointer) => {
    const answer = await alice.createListing({ slug: "acme/never", ...(fields as object) })
    expectRefusal(answer, 422, "VALIDATION_FAILED")
    expect(answer.problem.errors.map((issue) => issue.pointer)).toEqual([pointer])
    expect(JSON.stringify(answer.body)).not.toContain(Object.values(fields).flat().at(-1))
    expectRefusal(await alice.get("/v1/listings/acme/never"), 404, "NOT_FOUND")
  })
})
