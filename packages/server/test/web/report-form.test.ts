import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { Visitor, wordsOf } from "../support/visitor.ts"

describe.each(engines)("T-WEB-6 · a form on $name", (engine) => {
  let registry: TestRegistry
  let visitor: Visitor
  let moderator: Caller
  const path = "/listings/acme/triage/report"
  const reports = async () => (await moderator.get<{ data: { note: string }[] }>("/v1/admin/reports")).body.data
  beforeAll(async () => {
    registry = await openRegistry(engine)
    visitor = new Visitor(registry.app)
    moderator = await registry.moderator("mod", "moderator")
    await (await registry.as("alice")).shelve("acme/triage")
  })
  afterAll(() => registry.close())

  it("is taken from our own page alone", async () => {
    const fields = { reason: "spam", note: "From elsewhere." }
    const elsewhere: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "cross-site", origin: "https://registry.example" },
      { "sec-fetch-site": "" },
    ]
    for (const headers of elsewhere) {
      const refused = await visitor.send(path, fields, headers)
      expect([refused.status, wordsOf(refused)]).toEqual([403, expect.stringContaining("came from another site")])
    }
    for (const origin of [undefined, "null", "https://evil.example", "https://registry.example.evil.example"]) {
      const headers = { ...(origin === undefined ? {} : { origin }), accept: "text/html" }
      const response = await registry.app.request(path, { method: "POST", headers, body: new URLSearchParams(fields) })
      expect(response.status).toBe(403)
    }
    expect(await reports()).toEqual([])
    // A browser that says nothing of the kind still names the origin.
    const old = await registry.app.request(path, {
      method: "POST",
      headers: { origin: "https://registry.example" },
      body: new URLSearchParams({ reason: "spam", note: "From an old browser." }),
    })
    expect(old.status).toBe(303)
    expect(await reports()).toHaveLength(1)
  })

  it("is taken as a form and as nothing else", async () => {
    for (const type of ["application/json", "text/plain", "multipart/form-data"]) {
      const refused = await visitor.send(path, { reason: "spam" }, { "content-type": type })
      expect(refused.status).toBe(415)
    }
    const large = await visitor.send(path, { reason: "spam", note: "x".repeat(70_000) })
    expect(large.status).toBe(413)
  })

  it("comes back with what was written and what is wrong with it", async () => {
    const note = '<script>alert("x")</script> & more'
    const again = await visitor.send(path, { reason: "boredom", note })
    expect(again.status).toBe(422)
    const words = wordsOf(again)
    expect(words).toContain("Choose one of these.")
    expect(words).toContain(note)
    expect(again.html).not.toContain("<script>alert")
    const key = registry.context.secrets.random("personalToken")
    const secret = await visitor.send(path, { reason: "spam", note: `The key is ${key}` })
    expect(secret.status).toBe(422)
    expect(secret.html).not.toContain(key)
  })

  it("leads on after it was taken, so that loading the page again sends nothing again", async () => {
    const sent = await visitor.send(path, { reason: "malware", note: "It phones home." })
    expect([sent.status, sent.headers.get("location")]).toEqual([303, `${path}?sent=yes`])
    expect(sent.headers.get("cache-control")).toBe("private, no-cache")
    expect(wordsOf(await visitor.get(`${path}?sent=yes`))).toContain("Your report is with the moderators.")
    expect((await reports()).map(({ note }) => note)).toContain("It phones home.")
  })
})
