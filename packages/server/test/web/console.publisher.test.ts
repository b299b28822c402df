import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { fieldsOf } from "../support/fields.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

const href = "/console/publishers/acme"
const elsewhere = { "sec-fetch-site": "cross-site" }

describe.each(engines)("T-CONSOLE-6 · a publisher in the console, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let browser: Visitor
  let maintainer: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    await alice.claim("acme")
    browser = await browserOf(registry, alice)
    maintainer = await browserOf(registry, bob)
  })
  afterAll(() => registry.close())

  it("has a profile that its owners change", async () => {
    const fields = { ...fieldsOf(await browser.get(href), href), description: "Who <we> are.", homepageUrl: "" }
    expect((await browser.send(href, fields, elsewhere)).status).toBe(403)
    expect((await browser.send(href, fields)).headers.get("location")).toBe(`${href}?done=saved`)
    expect((await alice.get("/v1/publishers/acme")).body).toMatchObject({ description: "Who <we> are." })
    const wrong = await browser.send(href, { ...fields, rowVersion: "2", displayName: "", homepageUrl: "http://x" })
    expect(wrong.status).toBe(422)
    for (const name of ["displayName", "homepageUrl"]) expect(wrong.html).toContain(`id="${name}-wrong"`)
    const late = await browser.send(href, { ...fields, displayName: "Late" })
    expect([late.status, wordsOf(late)]).toEqual([422, expect.stringContaining("changed after you read it")])
    expect(fieldsOf(late, href)).toMatchObject({ displayName: "Late" })
  })

  it("takes members by their id, in a role, and lets them go", async () => {
    const members = `${href}/members`
    const userId = await bob.userId()
    expect(wordsOf(await maintainer.get("/console"))).toContain(`Your user id is ${userId}`)
    const unknown = await browser.send(members, { userId: `usr_${"0".repeat(22)}`, role: "maintainer" })
    expect([unknown.status, unknown.html]).toEqual([422, expect.stringContaining('id="userId-wrong"')])
    expect((await browser.send(members, { userId, role: "god" })).html).toContain("Choose one of these.")
    expect((await browser.send(members, { userId, role: "maintainer" }, elsewhere)).status).toBe(403)
    expect((await browser.send(members, { userId, role: "maintainer" })).headers.get("location")).toBe(members)
    const words = wordsOf(await browser.get(members))
    expect(words).toMatch(/alice \(you\) owner [\w ]+ the only owner/)
    expect(words).toMatch(/bob maintainer [\w ]+ Make owner/)
    const seen = await maintainer.get(members)
    expect(wordsOf(seen)).not.toContain("Add somebody")
    expect((await maintainer.send(members, { userId, role: "owner" })).status).toBe(403)
    expect(wordsOf(await maintainer.get(href))).toContain("Only an owner changes the profile.")
    expect((await maintainer.send(`${members}/${await alice.userId()}/remove`, {})).status).toBe(403)
    expect((await maintainer.send(`${members}/${userId}/remove`, {})).headers.get("location")).toBe("/console")
    expect((await maintainer.get(members)).status).toBe(404)
  })

  it("keeps its last owner", async () => {
    const members = `${href}/members`
    const userId = await alice.userId()
    const left = await browser.send(`${members}/${userId}/remove`, {})
    expect([left.status, wordsOf(left)]).toEqual([422, expect.stringContaining("Make somebody else an owner first.")])
    const lowered = await browser.send(members, { userId, role: "maintainer" })
    expect([lowered.status, wordsOf(lowered)]).toEqual([422, expect.stringContaining("the only owner")])
  })

  it("shows what was done in it, page by page", async () => {
    for (let count = 0; count < 52; count++) {
      const headers = { "if-match": (await alice.get("/v1/publishers/acme")).headers.get("etag") ?? "" }
      await alice.request("PATCH", "/v1/publishers/acme", { displayName: `Acme ${count}` }, { headers })
    }
    const first = await browser.get(`${href}/audit`)
    expect(wordsOf(first)).toMatch(/publisher updated alice pub_\w+ fields: displayName/)
    const next = /href="([^"]+cursor=[^"]+)"/.exec(first.html)?.[1] ?? ""
    const second = await browser.get(next)
    expect(wordsOf(second)).toContain("publisher claimed")
    expect(wordsOf(first)).not.toContain("publisher claimed")
  })

  it("is nobody else's to see or change", async () => {
    const eve = await browserOf(registry, await registry.as("eve"))
    const userId = await bob.userId()
    const seen = [
      await eve.get(href),
      await eve.send(href, { displayName: "Mine", rowVersion: "1" }),
      await eve.get(`${href}/members`),
      await eve.send(`${href}/members`, { userId, role: "owner" }),
      await eve.send(`${href}/members/${await alice.userId()}/remove`, {}),
      await eve.get(`${href}/audit`),
    ]
    expect(seen.map(({ status }) => status)).toEqual(seen.map(() => 404))
  })
})
