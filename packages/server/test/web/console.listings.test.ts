import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { fieldsOf } from "../support/fields.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

describe.each(engines)("T-CONSOLE-1 · listings in the console, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let browser: Visitor
  let eve: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    browser = await browserOf(registry, alice)
    eve = await browserOf(registry, await registry.as("eve"))
  })
  afterAll(() => registry.close())

  const read = async (slug: string) => (await alice.get<Record<string, unknown>>(`/v1/listings/${slug}`)).body
  const elsewhere = { "sec-fetch-site": "cross-site" }

  it("begin with a handle, and say how", async () => {
    const empty = wordsOf(await browser.get("/console"))
    for (const part of ["Claim a handle", "fleetprompt publisher claim your-handle"]) expect(empty).toContain(part)
    expect(wordsOf(await browser.get("/console/new"))).toContain("First a handle")
    const wrong = await browser.send("/console/publishers", { handle: "No Such!", displayName: "", key: randomUUID() })
    expect([wrong.status, wordsOf(wrong)]).toEqual([422, expect.stringContaining("It must not be empty.")])
    expect(fieldsOf(wrong)["handle"]).toBe("No Such!")
    const reserved = await browser.send("/console/publishers", { handle: "admin", displayName: "A", key: randomUUID() })
    expect([reserved.status, wordsOf(reserved)]).toEqual([422, expect.stringContaining("is reserved")])
    const fields = { ...fieldsOf(await browser.get("/console")), handle: "acme", displayName: "Acme" }
    expect((await browser.send("/console/publishers", fields, elsewhere)).status).toBe(403)
    const claimed = [
      await browser.send("/console/publishers", fields),
      await browser.send("/console/publishers", fields),
    ]
    expect(claimed.map(({ status, headers }) => [status, headers.get("location")])).toEqual([
      [303, "/console"],
      [303, "/console"],
    ])
    expect(wordsOf(await browser.get("/console"))).toContain("No listing yet")
  })

  it("are created as drafts, once for each form", async () => {
    const empty = fieldsOf(await browser.get("/console/new"))
    const wanted = {
      ...empty,
      publisher: "acme",
      slugName: "triage",
      assetKind: "whs_agent",
      summary: "Sorts tickets.",
    }
    const wrong = await browser.send("/console/new", { ...wanted, slugName: "Not So", name: "" })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toContain('<a href="#slugName">Address</a>')
    expect(fieldsOf(wrong)).toMatchObject({ slugName: "Not So", summary: "Sorts tickets.", assetKind: "whs_agent" })
    const fields = { ...wanted, name: "Triage" }
    expect((await browser.send("/console/new", fields, elsewhere)).status).toBe(403)
    const sent = await Promise.all([1, 2].map(() => browser.send("/console/new", fields)))
    expect(sent.map(({ headers }) => headers.get("location"))).toEqual(
      [1, 2].map(() => "/console/listings/acme/triage?done=created"),
    )
    expect(wordsOf(await browser.get("/console/listings/acme/triage?done=created"))).toContain("The draft is there.")
    const taken = await browser.send("/console/new", { ...fields, key: randomUUID() })
    expect([taken.status, wordsOf(taken)]).toEqual([422, expect.stringContaining("already has a listing named triage")])
    expect(wordsOf(await browser.get("/console"))).toContain(
      "acme/triage has no release yet. Publish its first release",
    )
  })

  it("are changed in their words, which come back as they were saved", async () => {
    const href = "/console/listings/acme/triage"
    const begun = fieldsOf(await browser.get(href))
    expect(begun).toMatchObject({ name: "Triage", summary: "Sorts tickets.", tags: "", rowVersion: "1" })
    const written = {
      ...begun,
      description: "# Hello\r\n\r\n</textarea><script>alert(1)</script>",
      tags: "support, triage",
      categories: "security",
      docsUrl: "https://docs.example/x",
    }
    expect((await browser.send(href, written)).headers.get("location")).toBe(`${href}?done=saved`)
    expect(await read("acme/triage")).toMatchObject({
      description: "# Hello\n\n</textarea><script>alert(1)</script>",
      tags: ["support", "triage"],
      categories: ["security"],
      docsUrl: "https://docs.example/x",
      repoUrl: null,
    })
    const again = await browser.get(`${href}?done=saved`)
    expect(wordsOf(again)).toContain("Saved.")
    expect(again.html).not.toContain("<script>alert")
    expect(fieldsOf(again)).toMatchObject({
      tags: "support triage",
      categories: "security",
      docsUrl: "https://docs.example/x",
    })
  })

  it("say what is wrong beside each field, with what was typed", async () => {
    const href = "/console/listings/acme/triage"
    const begun = fieldsOf(await browser.get(href))
    const wrong = await browser.send(href, { ...begun, name: "", tags: "Not-Lower", repoUrl: "http://plain.example" })
    expect(wrong.status).toBe(422)
    for (const [name, words] of [
      ["name", "It must not be empty."],
      ["tags", "It must be lower-case letters, digits and single hyphens."],
      ["repoUrl", "It must be an https:// URL"],
    ]) {
      expect(wrong.html).toMatch(new RegExp(`id="${name}-wrong">${words}`))
      expect(wrong.html).toMatch(new RegExp(`<a href="#${name}">`))
      expect(wrong.html).toMatch(new RegExp(`id="${name}"[^>]*aria-invalid="true"`))
    }
    expect(fieldsOf(wrong)).toMatchObject({ tags: "Not-Lower", rowVersion: begun["rowVersion"], base: begun["base"] })
    const key = registry.context.secrets.random("personalToken")
    const secret = await browser.send(href, { ...begun, description: `The key is ${key}` })
    expect([secret.status, secret.html.includes(key)]).toEqual([422, false])
  })

  it("show what a description becomes, and keep the rest that was typed", async () => {
    const href = "/console/listings/acme/triage"
    const begun = fieldsOf(await browser.get(href))
    const typed = {
      ...begun,
      name: "Not saved",
      description: "**Bold** <img src=x onerror=alert(1)>\n\n[x](javascript:alert(1))",
    }
    const shown = await browser.send(`${href}/preview`, typed)
    expect(shown.status).toBe(200)
    expect(shown.html).toContain("<strong>Bold</strong>")
    expect(shown.html).not.toMatch(/<img src=x|href="javascript:/)
    expect(fieldsOf(shown)).toMatchObject(typed)
    expect(shown.html).toContain('data-unsaved="changed"')
    expect(await read("acme/triage")).toMatchObject({ name: "Triage" })
    expect((await browser.send(`${href}/preview`, typed, elsewhere)).status).toBe(403)
  })

  it("lose nothing where somebody else saved meanwhile", async () => {
    const href = "/console/listings/acme/triage"
    const begun = fieldsOf(await browser.get(href))
    const etag = `"lst-${begun["rowVersion"]}"`
    await alice.updateListing("acme/triage", etag, { summary: "Theirs.", docsUrl: null })
    const conflict = await browser.send(href, { ...begun, name: "Mine", summary: "Mine too." })
    expect(conflict.status).toBe(412)
    const words = wordsOf(conflict)
    expect(words).toContain("Somebody saved this listing while you wrote.")
    expect(words).toContain("Summary, which you changed too, is now Theirs.")
    expect(words).toContain("Documentation is now empty")
    const kept = fieldsOf(conflict)
    expect(kept).toMatchObject({ name: "Mine", summary: "Mine too.", docsUrl: "" })
    expect((await browser.send(href, kept)).status).toBe(303)
    expect(await read("acme/triage")).toMatchObject({ name: "Mine", summary: "Mine too.", docsUrl: null })
  })

  it("are saved all the same where only something else than words changed meanwhile", async () => {
    const href = "/console/listings/acme/triage"
    const begun = fieldsOf(await browser.get(href))
    await alice.publish("acme/triage", { version: "1.0.0" })
    expect((await browser.send(href, { ...begun, name: "Triage" })).status).toBe(303)
  })

  it("come back to be sent again where the session is over", async () => {
    const href = "/console/listings/acme/triage"
    const begun = { ...fieldsOf(await browser.get(href)), name: '"Typed" & kept', categories: "security\nfinance" }
    const lost = await browser.send(href, begun, { cookie: "__Host-fp_session=none" })
    expect([lost.status, lost.headers.get("cache-control")]).toEqual([401, "no-store"])
    expect(wordsOf(lost)).toContain("You are not signed in any more")
    expect(fieldsOf(lost)).toMatchObject(begun)
    expect((await browser.send(href, fieldsOf(lost))).status).toBe(303)
    expect(await read("acme/triage")).toMatchObject({ name: '"Typed" & kept', categories: ["security", "finance"] })
  })

  it("are nobody else's to see or change", async () => {
    const href = "/console/listings/acme/triage"
    const fields = { ...fieldsOf(await browser.get(href)), publisher: "acme", slugName: "evil", assetKind: "whs_agent" }
    const seen = [
      await eve.get(href),
      await eve.send(href, fields),
      await eve.send(`${href}/preview`, fields),
      await eve.send("/console/new", { ...fields, key: randomUUID() }),
    ]
    expect(seen.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(wordsOf(await eve.get("/console"))).not.toContain("acme")
  })
})
