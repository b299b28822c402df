import { releaseDigest } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { fieldsOf } from "../support/fields.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

const href = "/console/listings/acme/triage/releases"
const elsewhere = { "sec-fetch-site": "cross-site" }

describe.each(engines)("T-CONSOLE-2 · releases in the console, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let browser: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.claim("acme")
    await alice.createListing({ slug: "acme/triage" })
    browser = await browserOf(registry, alice)
  })
  afterAll(() => registry.close())

  const written = {
    version: "1.0.0",
    whsAgentId: "agt_1",
    minWHSVersion: "2.3",
    url: "https://files.example/a.zip",
    sha256: "a".repeat(64),
    notes: "## First\r\n\r\n<script>alert(1)</script>",
  }
  const content = {
    version: "1.0.0",
    refs: { whsAgentId: "agt_1" },
    compatibility: { minWHSVersion: "2.3" },
    artifact: { url: "https://files.example/a.zip", sha256: "a".repeat(64) },
    notes: "## First\n\n<script>alert(1)</script>",
  }

  it("are looked at before they are published, with the digest they will have", async () => {
    expect(wordsOf(await browser.get(href))).toContain("Nothing was released yet.")
    const seen = await browser.send(`${href}/preview`, { ...fieldsOf(await browser.get(`${href}/new`)), ...written })
    expect(seen.status).toBe(200)
    const words = wordsOf(seen)
    for (const part of ["Publish 1.0.0 ?", "never changes", await releaseDigest("whs_agent", content), "agt_1"]) {
      expect(words).toContain(part)
    }
    expect(seen.html).not.toContain("<script>alert")
    expect(await alice.get(`/v1/listings/acme/triage/releases`)).toMatchObject({ body: { data: [] } })
    expect((await browser.send(`${href}/preview`, written, elsewhere)).status).toBe(403)
  })

  it("are published once for each form, as they were looked at", async () => {
    const fields = fieldsOf(await browser.send(`${href}/preview`, written), href)
    expect((await browser.send(href, fields, elsewhere)).status).toBe(403)
    const sent = await Promise.all([1, 2].map(() => browser.send(href, fields)))
    expect(sent.map(({ headers }) => headers.get("location"))).toEqual([1, 2].map(() => `${href}?done=published`))
    expect(wordsOf(await browser.get(`${href}?done=published`))).toContain("nobody else sees either")
    const release = (await alice.get<{ digest: string }>("/v1/listings/acme/triage/releases/1.0.0")).body
    expect(release).toMatchObject({ ...content, digest: await releaseDigest("whs_agent", content) })
  })

  it("begin with what the latest has, and show what is different from it", async () => {
    const begun = fieldsOf(await browser.get(`${href}/new`))
    expect(begun).toMatchObject({ version: "", whsAgentId: "agt_1", minWHSVersion: "2.3", notes: "" })
    const seen = await browser.send(`${href}/preview`, { ...begun, version: "1.1.0", whsAgentId: "agt_2" })
    expect(wordsOf(seen)).toContain("What is different from 1.0.0")
    expect(seen.html).toMatch(/<del>agt_1<\/del>/)
    expect(seen.html).toMatch(/<ins>agt_2<\/ins>/)
    expect(seen.html).toMatch(/<tr class="same"><th scope="row">artifact.url/)
    const same = await browser.send(`${href}/preview`, written)
    expect(wordsOf(same)).toContain("published under 1.0.0 already")
    expect(same.html).not.toContain("Publish release 1.0.0")
  })

  it("say what is wrong beside each field", async () => {
    const wrong = await browser.send(`${href}/preview`, { ...written, version: "v1", whsAgentId: "", sha256: "ABC" })
    expect(wrong.status).toBe(422)
    expect(wrong.html).toMatch(/id="version-wrong">It must be a semantic version/)
    expect(wrong.html).toMatch(/id="sha256-wrong">It must be 64 lower-case/)
    const bare = await browser.send(`${href}/preview`, { version: "2.0.0" })
    expect(bare.html).toMatch(/id="whsAgentId-wrong">It is required for a release of kind whs_agent/)
    for (const path of [`${href}/preview`, href]) {
      const taken = await browser.send(path, { ...written, notes: "Others.", key: "a-key-of-sixteen-letters" })
      expect([taken.status, wordsOf(taken)]).toEqual([
        422,
        expect.stringContaining("already published with other content"),
      ])
      expect(fieldsOf(taken)["notes"]).toBe("Others.")
    }
  })

  it("are revoked with a reason, by who types which one", async () => {
    const at = `${href}/1.0.0/revoke`
    expect(wordsOf(await browser.get(at))).toContain("There is no way back.")
    const unsure = await browser.send(at, { reason: "broken", note: "Use 2.", confirm: "acme/triage" })
    expect([unsure.status, wordsOf(unsure)]).toEqual([422, expect.stringContaining("It must be acme/triage@1.0.0")])
    expect(fieldsOf(unsure)).toMatchObject({ reason: "broken", note: "Use 2." })
    const fields = { ...fieldsOf(unsure), confirm: "acme/triage@1.0.0" }
    expect((await browser.send(at, { ...fields, reason: "whim" })).html).toContain("Choose one of these.")
    expect((await browser.send(at, fields, elsewhere)).status).toBe(403)
    expect((await browser.send(at, fields)).headers.get("location")).toBe(`${href}?done=revoked`)
    expect(wordsOf(await browser.get(href))).toMatch(/Revoked on .*because of it does not work|it does not work/)
    expect(wordsOf(await browser.get(at))).not.toContain("Type acme/triage@1.0.0")
  })

  it("are nobody else's to see or change", async () => {
    const eve = await browserOf(registry, await registry.as("eve"))
    const seen = [
      await eve.get(href),
      await eve.get(`${href}/new`),
      await eve.send(`${href}/preview`, written),
      await eve.send(href, { ...written, key: "a-key-of-sixteen-letters" }),
      await eve.get(`${href}/1.0.0/revoke`),
      await eve.send(`${href}/1.0.0/revoke`, { reason: "broken", confirm: "acme/triage@1.0.0" }),
    ]
    expect(seen.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404])
  })
})
