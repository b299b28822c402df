import { releaseDigest } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { engines } from "../support/engines.ts"
import { fieldsOf } from "../support/fields.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { runFor } from "../support/trusted-runs.ts"
import { ciIssuer } from "../support/trusting-ci.ts"
import { type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

const content = { version: "1.0.0", refs: { whsAgentId: "agt_1" }, compatibility: {}, artifact: null, notes: "" }
const digest = await releaseDigest("whs_agent", content)
const href = "/console/listings/acme/triage/trusted-publishers"

describe.each(engines)("T-CONSOLE-8 · trusted publishers in the console, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let browser: Visitor
  let maintainer: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    await alice.shelve("acme/triage")
    const bob = await registry.as("bob")
    await alice.setMember("acme", bob, "maintainer")
    browser = await browserOf(registry, alice)
    maintainer = await browserOf(registry, bob)
  })
  afterAll(() => registry.close())

  const wanted = { issuer: ciIssuer, repository: "acme/triage", ownerId: "42", workflow: "release.yml" }
  const removalIn = (html: string) => /trusted-publishers\/(tpb_\w+)\/remove/.exec(html)?.[1] ?? ""

  it("are told what a workflow needs, and are added by an owner", async () => {
    const seen = await browser.get(href)
    for (const part of ["Nobody yet.", "id-token: write", ciIssuer]) expect(wordsOf(seen)).toContain(part)
    const fields = { ...fieldsOf(seen, href), ...wanted, environment: "<production>", events: "push\nrelease" }
    expect((await browser.send(href, fields, { "sec-fetch-site": "cross-site" })).status).toBe(403)
    expect((await browser.send(href, fields)).headers.get("location")).toBe(href)
    const added = await browser.get(href)
    for (const part of ["acme/triage", "owner 42", ".github/workflows/release.yml", "<production>", "push, release"]) {
      expect(wordsOf(added)).toContain(part)
    }
    expect(added.html).not.toContain("<production>")
  })

  it("are refused with what is wrong beside each field", async () => {
    const wrong = await browser.send(href, { ...wanted, repository: "acme", ownerId: "acme", workflow: "release" })
    expect(wrong.status).toBe(422)
    for (const name of ["repository", "ownerId", "workflow"]) expect(wrong.html).toContain(`id="${name}-wrong"`)
    expect(fieldsOf(wrong, href)).toMatchObject({ repository: "acme", workflow: "release" })
    const foreign = await browser.send(href, { ...wanted, issuer: "https://evil.example" })
    expect([foreign.status, foreign.html]).toEqual([422, expect.stringContaining('id="issuer-wrong"')])
  })

  it("can be all that publishes, and are removed", async () => {
    await browser.send(`${href}/required`, { required: "yes" })
    expect(wordsOf(await browser.get(href))).toContain("Are refused")
    expect((await alice.publish("acme/triage", { version: "2.0.0" })).status).toBe(403)
    await browser.send(`${href}/required`, { required: "no" })
    const trustedPublisherId = removalIn((await browser.get(href)).html)
    expect((await browser.send(`${href}/${trustedPublisherId}/remove`, {})).headers.get("location")).toBe(href)
    expect(wordsOf(await browser.get(href))).toContain("Nobody yet.")
    const alone = await browser.send(`${href}/required`, { required: "yes" })
    expect([alone.status, wordsOf(alone)]).toEqual([422, expect.stringContaining("add a trusted publisher first")])
  })

  it("are an owner's to decide, and nobody else's to see", async () => {
    await browser.send(href, wanted)
    const trustedPublisherId = removalIn((await browser.get(href)).html)
    expect(wordsOf(await maintainer.get(href))).toContain("Only an owner of acme decides whom to trust.")
    const eve = await browserOf(registry, await registry.as("eve"))
    const statusesOf = async (visitor: Visitor) => [
      (await visitor.send(href, wanted)).status,
      (await visitor.send(`${href}/required`, { required: "yes" })).status,
      (await visitor.send(`${href}/${trustedPublisherId}/remove`, {})).status,
    ]
    expect(await statusesOf(maintainer)).toEqual([403, 403, 403])
    expect([(await eve.get(href)).status, ...(await statusesOf(eve))]).toEqual([404, 404, 404, 404])
  })

  describe("of a publisher", () => {
    const all = "/console/publishers/acme/trusted-publishers"
    const removalOf = (html: string, name: string) => new RegExp(`${all}/${name}/tpb_\\w+/remove`).exec(html)?.[0] ?? ""

    it("are added for a listing to come, which is pending until a run makes it", async () => {
      expect(wordsOf(await browser.get("/console"))).toContain("its trusted publishers (acme)")
      const fields = { ...fieldsOf(await browser.get(all), all), ...wanted, slugName: "to-come" }
      expect((await browser.send(all, fields, { "sec-fetch-site": "cross-site" })).status).toBe(403)
      expect((await browser.send(all, fields)).headers.get("location")).toBe(all)
      const words = wordsOf(await browser.get(all))
      expect(words).toMatch(/acme\/to-come pending: no such listing yet acme\/triage .* never added 31 Jan 2026/)
      const wrong = await browser.send(all, { ...wanted, slugName: "To come" })
      expect([wrong.status, wrong.html]).toEqual([422, expect.stringContaining('id="slugName-wrong"')])

      const oidcToken = JSON.stringify({ environment: "<production>" })
      const run = await runFor(registry, { listing: "acme/to-come", version: "1.0.0", digest, oidcToken })
      await run.createListing({ slug: "acme/to-come" })
      const made = await browser.get(all)
      expect(wordsOf(made)).not.toContain("pending: no such")
      expect(wordsOf(made)).toContain("its last run was in the environment <production> : name it to be stricter")
      expect(made.html).not.toContain("<production>")
      expect(made.html).toContain('href="/console/listings/acme/to-come/trusted-publishers"')
    })

    it("are removed, whether there is a listing or not", async () => {
      await browser.send(all, { ...wanted, slugName: "never" })
      for (const name of ["never", "to-come"]) {
        const removal = removalOf((await browser.get(all)).html, name)
        expect((await browser.send(removal, {})).headers.get("location")).toBe(all)
        expect((await browser.get(all)).html).not.toContain(`acme/${name}`)
      }
    })

    it("are an owner's to decide, and nobody else's to see", async () => {
      await browser.send(all, { ...wanted, slugName: "later" })
      const removal = removalOf((await browser.get(all)).html, "later")
      const seen = await maintainer.get(all)
      expect(wordsOf(seen)).toContain("Only an owner of acme decides whom to trust.")
      expect(seen.html).not.toContain("/remove")
      const eve = await browserOf(registry, await registry.as("eve"))
      const statusesOf = async (visitor: Visitor) => [
        (await visitor.send(all, { ...wanted, slugName: "later" })).status,
        (await visitor.send(removal, {})).status,
      ]
      expect(await statusesOf(maintainer)).toEqual([403, 403])
      expect([(await eve.get(all)).status, ...(await statusesOf(eve))]).toEqual([404, 404, 404])
    })

    it("are offered to who has no listing", async () => {
      const carol = await registry.as("carol")
      await carol.claim("carols")
      const words = wordsOf(await (await browserOf(registry, carol)).get("/console"))
      expect(words).toContain("trust a workflow for carols")
    })
  })
})
