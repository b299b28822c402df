import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { fieldsOf } from "../support/fields.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

const elsewhere = { "sec-fetch-site": "cross-site" }

describe.each(engines)("T-CONSOLE-3 · the status of a listing in the console, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let browser: Visitor
  let maintainer: Visitor
  let slug: string
  let href: string
  let count = 0
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    await alice.claim("acme")
    await alice.claim("acme-labs")
    await alice.setMember("acme", bob, "maintainer")
    browser = await browserOf(registry, alice)
    maintainer = await browserOf(registry, bob)
  })
  beforeEach(async () => {
    slug = `acme/one-${++count}`
    href = `/console/listings/${slug}/status`
    await alice.createListing({ slug })
  })
  afterAll(() => registry.close())

  const statusOf = async (at = slug) => (await alice.get<{ status: string }>(`/v1/listings/${at}`)).body.status
  const press = async (path: string, fields: Record<string, string>) =>
    (await browser.send(`${href}${path}`, fields)).headers.get("location")

  it("says what is missing before a listing can be shown", async () => {
    const seen = await browser.get(href)
    expect(wordsOf(seen)).toContain("takes a release that can be installed before it can be shown")
    expect(seen.html).not.toContain("Publish listing")
    const early = await browser.send(href, { status: "published" })
    expect([early.status, wordsOf(early)]).toEqual([422, expect.stringContaining("Publish a release first.")])
  })

  it("is published, unlisted, and taken back by who types its address", async () => {
    await alice.publish(slug, { version: "1.0.0" })
    expect((await browser.send(href, { status: "published" }, elsewhere)).status).toBe(403)
    expect(await press("", { status: "published" })).toBe(`${href}?done=status`)
    expect(await statusOf()).toBe("published")
    expect(await press("", { status: "unlisted" })).toBe(`${href}?done=status`)
    expect((await browser.send(href, { status: "suspended" })).status).toBe(422)
    const unsure = await browser.send(`${href}/draft`, { confirm: "acme" })
    expect([unsure.status, wordsOf(unsure)]).toEqual([422, expect.stringContaining(`It must be ${slug}`)])
    expect(await statusOf()).toBe("unlisted")
    expect(await press("/draft", { confirm: slug })).toBe(`${href}?done=status`)
    expect(await statusOf()).toBe("draft")
  })

  it("is advised against, in other words, and not any more", async () => {
    const wrong = await browser.send(`${href}/deprecation`, { message: "", successor: "no such" })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toMatch(/id="deprecate-message-wrong">It must not be empty/)
    expect(wrong.html).toMatch(/id="deprecate-successor-wrong">It must be publisher\/name/)
    const missing = await browser.send(`${href}/deprecation`, { message: "Old.", successor: "acme/none" })
    expect(missing.html).toMatch(/id="deprecate-successor-wrong">It must be the slug of another public listing/)
    expect(fieldsOf(missing, `${href}/deprecation`)).toEqual({ message: "Old.", successor: "acme/none" })
    expect(await press("/deprecation", { message: "Old.", successor: "" })).toBe(`${href}?done=deprecated`)
    expect(fieldsOf(await browser.get(href), `${href}/deprecation`)).toEqual({ message: "Old.", successor: "" })
    expect(await press("/deprecation/lift", {})).toBe(`${href}?done=lifted`)
    expect((await alice.get(`/v1/listings/${slug}`)).body).toMatchObject({ deprecation: null })
  })

  it("goes to another of one's publishers, once for each form", async () => {
    const fields = { ...fieldsOf(await browser.get(href), `${href}/transfer`), to: "acme-labs" }
    const unsure = await browser.send(`${href}/transfer`, { ...fields, confirm: "no" })
    expect(unsure.status).toBe(422)
    expect(unsure.html).toContain("<details open")
    const foreign = { ...fields, to: "nobody", confirm: slug }
    expect((await browser.send(`${href}/transfer`, foreign)).status).toBe(404)
    const moved = slug.replace("acme/", "acme-labs/")
    expect(await press("/transfer", { ...fields, confirm: slug })).toBe(`/console/listings/${moved}/status?done=moved`)
    expect(wordsOf(await browser.get(`/console/listings/${moved}/status?done=moved`))).toContain("has moved here")
  })

  it("is deleted as long as it was never public", async () => {
    expect((await browser.send(`${href}/delete`, { confirm: "" })).status).toBe(422)
    expect(await press("/delete", { confirm: slug })).toBe("/console")
    expect((await browser.get(href)).status).toBe(404)
    await alice.shelve("acme/public")
    const at = "/console/listings/acme/public/status"
    expect(wordsOf(await browser.get(at))).toContain("Others may rely on it")
    const refused = await browser.send(`${at}/delete`, { confirm: "acme/public" })
    expect([refused.status, await statusOf("acme/public")]).toEqual([422, "published"])
  })

  it("says why it was suspended, and takes one appeal", async () => {
    await alice.publish(slug, { version: "1.0.0" })
    await alice.setStatus(slug, "published")
    const moderator = await registry.moderator("mod", "moderator")
    const note = 'It says <b>"install me"</b> ten times.'
    await moderator.request("PUT", `/v1/admin/listings/${slug}/suspension`, { reason: "spam", note })
    expect(wordsOf(await browser.get("/console"))).toContain(`${slug} was suspended by the moderators.`)
    const seen = await browser.get(href)
    expect(wordsOf(seen)).toContain(note)
    expect(seen.html).not.toContain("<b>&quot;install")
    expect((await browser.send(`${href}/appeal`, { note: "" })).status).toBe(422)
    expect(await press("/appeal", { note: "Nine times." })).toBe(`${href}?done=appealed`)
    expect(wordsOf(await browser.get(href))).toContain("Nine times.")
    const again = await browser.send(`${href}/appeal`, { note: "Please." })
    expect([again.status, wordsOf(again)]).toEqual([422, expect.stringContaining("already filed")])
  })

  it("leaves to owners what is theirs, and to nobody else anything", async () => {
    const seen = await maintainer.get(href)
    expect(wordsOf(seen)).toContain("Only an owner of acme can give it away or delete it.")
    const key = randomUUID()
    const refused = [
      await maintainer.send(`${href}/delete`, { confirm: slug }),
      await maintainer.send(`${href}/transfer`, { to: "acme-labs", confirm: slug, key }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([403, 403])
    const eve = await browserOf(registry, await registry.as("eve"))
    const hidden = [
      await eve.get(href),
      await eve.send(href, { status: "published" }),
      await eve.send(`${href}/draft`, { confirm: slug }),
      await eve.send(`${href}/deprecation`, { message: "Mine." }),
      await eve.send(`${href}/deprecation/lift`, {}),
      await eve.send(`${href}/appeal`, { note: "Mine." }),
      await eve.send(`${href}/transfer`, { to: "acme-labs", confirm: slug, key }),
      await eve.send(`${href}/delete`, { confirm: slug }),
    ]
    expect(hidden.map(({ status }) => status)).toEqual(hidden.map(() => 404))
  })
})
