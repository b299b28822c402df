import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Caller } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { openSession } from "../support/device-login.ts"
import { engines } from "../support/engines.ts"
import { fieldsOf } from "../support/fields.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

const href = "/console/tokens"
const shape = /fpat_\w{38}/

describe.each(engines)("T-CONSOLE-5 · tokens and programs in the console, on $name", (engine) => {
  let registry: TestRegistry
  let browser: Visitor
  let eve: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine)
    const alice = await registry.as("alice")
    await alice.shelve("acme/triage")
    await (await registry.as("bob")).shelve("bob-co/thing")
    browser = await browserOf(registry, await registry.as("carol"))
    await alice.setMember("acme", await registry.as("carol"), "maintainer")
    eve = await browserOf(registry, await registry.as("eve"))
  })
  afterAll(() => registry.close())

  const begin = async () => ({ ...fieldsOf(await browser.get(href), href), name: "ci", scopes: "listing:read" })
  const tokenIdIn = (html: string, name: string) =>
    new RegExp(`tokens/(tok_\\w+)/revoke">(?:(?!</form>).)* ${name}<`).exec(html)?.[1] ?? ""

  it("are shown once, to the form that made them, and to nobody who keeps pages", async () => {
    const fields = { ...(await begin()), scopes: "listing:read\nlisting:write", listings: "acme/triage" }
    expect((await browser.send(href, fields, { "sec-fetch-site": "cross-site" })).status).toBe(403)
    const made = await browser.send(href, fields)
    expect(made.status).toBe(201)
    expect(made.headers.get("cache-control")).toBe("no-store")
    expect(made.headers.get("referrer-policy")).toBe("no-referrer")
    expect(made.headers.get("location")).toBeNull()
    expect(wordsOf(made)).toContain("Copy it now.")
    const secret = shape.exec(made.html)?.[0] ?? ""
    expect(made.html.split(secret)).toHaveLength(2)
    const machine = new Caller(registry.app, secret)
    const etag = (await machine.get("/v1/listings/acme/triage")).headers.get("etag") ?? ""
    expect((await machine.updateListing("acme/triage", etag, { summary: "By a machine." })).status).toBe(200)
    expect((await machine.createListing({ slug: "acme/other" })).status).toBe(403)
    // Loading the page again sends the form again.
    const reloaded = await browser.send(href, fields)
    expect([reloaded.status, reloaded.headers.get("location")]).toEqual([303, `${href}?done=made`])
    const list = await browser.get(`${href}?done=made`)
    expect(list.html).not.toMatch(shape)
    expect(wordsOf(list)).toMatch(/ci listing:read listing:write 1 listing alone/)
    expect(wordsOf(list).match(/ci listing:read listing:write/g)).toHaveLength(1)
  })

  it("are asked for with what is right, and otherwise come back", async () => {
    const wrong = await browser.send(href, { ...(await begin()), name: "", scopes: "", expiresInDays: "0" })
    expect(wrong.status).toBe(422)
    for (const name of ["name", "scopes", "expiresInDays"]) expect(wrong.html).toContain(`id="${name}-wrong"`)
    const more = await browser.send(href, { ...(await begin()), scopes: "token:manage" })
    expect(more.status).toBe(422)
    const foreign = await browser.send(href, { ...(await begin()), listings: "bob-co/thing", expiresInDays: "7" })
    expect([foreign.status, foreign.html]).toEqual([422, expect.stringContaining('id="listings-wrong"')])
    expect(fieldsOf(foreign, href)).toMatchObject({
      listings: "bob-co/thing",
      expiresInDays: "7",
      scopes: "listing:read",
    })
  })

  it("are revoked by their owner alone", async () => {
    const made = await browser.send(href, { ...(await begin()), name: "leaving" })
    const machine = new Caller(registry.app, shape.exec(made.html)?.[0])
    expect((await machine.get("/v1/whoami")).status).toBe(200)
    const tokenId = tokenIdIn((await browser.get(href)).html, "leaving")
    expect((await eve.send(`${href}/${tokenId}/revoke`, {})).status).toBe(404)
    expect((await browser.send(`${href}/${tokenId}/revoke`, {}, { "sec-fetch-site": "same-site" })).status).toBe(403)
    expect((await machine.get("/v1/whoami")).status).toBe(200)
    expect((await browser.send(`${href}/${tokenId}/revoke`, {})).headers.get("location")).toBe(`${href}?done=revoked`)
    expect((await machine.get("/v1/whoami")).status).toBe(401)
    expect(wordsOf(await browser.get(href))).toContain("ended")
  })

  it("and programs that signed in are listed and ended by whom they act for", async () => {
    const carol = await registry.as("carol")
    expect(wordsOf(await browser.get("/console/sessions"))).toContain("fleetprompt login")
    const { caller, session } = await openSession(registry, carol)
    expect(wordsOf(await browser.get("/console/sessions"))).toContain("in use")
    const end = `/console/sessions/${session.sessionId}/end`
    expect([(await eve.send(end, {})).status, (await caller.get("/v1/whoami")).status]).toEqual([404, 200])
    expect((await browser.send(end, {})).headers.get("location")).toBe("/console/sessions?done=ended")
    expect((await caller.get("/v1/whoami")).status).toBe(401)
    expect(wordsOf(await browser.get("/console/sessions?done=ended"))).toContain("The program is signed out.")
  })

  it("show when their time is over", async () => {
    const sooner = { ...(await begin()), expiresInDays: "1", name: "short" }
    await browser.send(href, sooner)
    registry.clock.advance(days(1))
    const later = await browserOf(registry, await registry.as("carol"))
    expect(wordsOf(await later.get(href))).toMatch(/short listing:read never .* over/)
  })
})
