import { createHash, randomUUID } from "node:crypto"
import type { CreatedHandoff, InstallIntent } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Seen, type Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

describe.each(engines)("T-WEB-10 · installing with a browser, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let whs: Caller
  let browser: Visitor
  const slug = "acme/triage"
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    whs = await registry.target("whs")
    await alice.shelve(slug)
    browser = await browserOf(registry, await registry.as("bob"))
  })
  afterAll(() => registry.close())

  /** What a form of the page would send: its hidden fields. */
  const fieldsOf = ({ html }: Seen) =>
    Object.fromEntries(
      [...html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value = ""]) => [
        name,
        value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
      ]),
    )
  const start = async (asked: string) => {
    const sent = await browser.send("/install", fieldsOf(await browser.get(asked)))
    expect(sent.status).toBe(303)
    return sent.headers.get("location") ?? ""
  }
  const wanted = `/install?listing=${encodeURIComponent(slug)}&version=1.0.0&target=whs`
  const tokenOf = async (path: string) => {
    const { headers } = await browser.get(`${path}/continue`)
    return new URLSearchParams(new URL(headers.get("location") ?? "", "https://x.example").hash.slice(1)).get(
      "fp_token",
    )
  }
  const redeem = async (token: string | null, redemptionId: string = randomUUID()) =>
    (await whs.redeem({ token: token ?? "", redemptionId, subject: { iss: issuer, sub: "bob" } })).status

  it("leads from the listing to everything the buyer agrees to", async () => {
    const listing = await browser.get(`/listings/${slug}`)
    expect(listing.html).toContain(wanted.replaceAll("&", "&amp;"))
    const words = wordsOf(await browser.get(wanted))
    for (const part of [slug, "1.0.0", "acme", "whs.example", "15 minutes", "you choose there", "It decides"]) {
      expect(words).toContain(part)
    }
    expect(await alice.get("/v1/install-intents")).toMatchObject({ body: { data: [] } })
  })

  it("starts one install however often the form is sent, and says what is so and no more", async () => {
    const fields = fieldsOf(await browser.get(wanted))
    const sent = await Promise.all([1, 2, 3].map(() => browser.send("/install", fields)))
    expect(new Set(sent.map(({ headers }) => headers.get("location"))).size).toBe(1)
    const path = sent[0]?.headers.get("location") ?? ""
    const ready = await browser.get(path)
    expect(wordsOf(ready)).toContain("Ready to be handed over to whs.")
    const token = await tokenOf(path)
    expect(await tokenOf(path)).toBe(token)
    const redemptionId = randomUUID()
    expect(await redeem(token, redemptionId)).toBe(200)
    for (const seen of [await browser.get(path), await browser.get("/installs")]) {
      expect(wordsOf(seen)).toMatch(/handed over to whs, waiting for its answer/i)
      expect(wordsOf(seen)).not.toMatch(/installed/i)
    }
    await whs.request("POST", `/v1/install-intents/${path.split("/")[2]}/outcome`, {
      redemptionId,
      outcome: "completed",
    })
    expect(wordsOf(await browser.get(path))).toContain("Installed, says whs.")
    expect((await browser.get(`${path}/continue`)).headers.get("location")).toBe(path)
  })

  it("gives a new link in place of the one before, and none once canceled or over", async () => {
    const path = await start(wanted)
    const first = await tokenOf(path)
    await browser.send(`${path}/token`, fieldsOf(await browser.get(path)))
    const second = await tokenOf(path)
    expect(second).not.toBe(first)
    expect(await redeem(first)).toBe(404)
    await browser.send(`${path}/cancel`, {})
    expect(wordsOf(await browser.get(path))).toContain("Canceled: by you.")
    expect(await tokenOf(path)).toBeNull()
    const late = await start(wanted)
    registry.clock.advance(minutes(15))
    expect(wordsOf(await browser.get(late))).toContain("Expired before it was handed over.")
    expect(await tokenOf(late)).toBeNull()
  })

  it("answers a target that sent its buyer, once, with the place that the target named", async () => {
    const codeChallenge = createHash("sha256").update("a verifier").digest("base64url")
    const ask = { codeChallenge, listing: slug, targetContext: { roomId: "room-<b>7" } }
    const { startUrl } = (await whs.request<CreatedHandoff>("POST", "/v1/handoffs", ask)).body
    const asked = startUrl.replace("https://registry.example", "")
    const page = await browser.get(asked)
    for (const part of ["whs asks for this", slug, "room", "room-<b>7", "UTC"]) expect(wordsOf(page)).toContain(part)
    const path = await start(asked)
    expect(wordsOf(await browser.get(path))).toContain("Ready to be handed over to whs.")
    expect([(await browser.get(asked)).status]).toEqual([410])
  })

  it("hands over the place in the target that the buyer named, after showing exactly that", async () => {
    const place = { telespaceId: 'ts_"1&2"', orgId: "acme/ops" }
    const asked = `${wanted}&${new URLSearchParams({ ...place, roomId: "" })}`
    const page = await browser.get(asked)
    expect(wordsOf(page)).toMatch(/Where in it telespace ts_"1&2" organization acme\/ops Good for/)
    const path = await start(asked)
    expect(wordsOf(await browser.get(path))).toMatch(/telespace ts_"1&2" organization acme\/ops/)
    const bob = await registry.as("bob")
    const { body } = await bob.get<InstallIntent>(`/v1/install-intents/${path.split("/")[2]}`)
    expect(body.targetContext).toEqual(place)
    await browser.send(`${path}/cancel`, {})
    const again = /class="button" href="([^"]+)"/.exec((await browser.get(path)).html)?.[1]?.replaceAll("&amp;", "&")
    expect(wordsOf(await browser.get(again ?? ""))).toMatch(/telespace ts_"1&2" organization acme\/ops/)
  })

  it("says what is wrong with a place, beside it, and asks for no yes until it is mended", async () => {
    for (const wrong of ["two words", "ä", "x".repeat(201)]) {
      const page = await browser.get(`${wanted}&${new URLSearchParams({ roomId: wrong, orgId: "ok" })}`)
      expect(page.status).toBe(200)
      expect(page.html).toMatch(/id="roomId"[^>]*aria-invalid="true"[^>]*aria-describedby="roomId-wrong"/)
      expect(page.html).toContain(`value="ok"`)
      expect(page.html).not.toContain('method="post" action="/install"')
    }
    const fields = { ...fieldsOf(await browser.get(wanted)), roomId: "two words" }
    expect((await browser.send("/install", fields)).status).toBe(422)
  })

  it("lets the buyer choose where the target names no listing", async () => {
    const codeChallenge = "A".repeat(43)
    const { handoffId } = (await whs.request<CreatedHandoff>("POST", "/v1/handoffs", { codeChallenge })).body
    expect(wordsOf(await browser.get(`/install?handoff=${handoffId}`))).toContain("sent you here to choose")
    const chosen = await browser.get(`/install?handoff=${handoffId}&listing=${encodeURIComponent(slug)}`)
    expect(fieldsOf(chosen)).toMatchObject({ handoff: handoffId, listing: slug, target: "whs" })
  })

  it("warns of a release that was revoked after a target received it", async () => {
    await alice.publish(slug, { version: "1.1.0" })
    const asked = wanted.replace("1.0.0", "1.1.0")
    const path = await start(asked)
    await redeem(await tokenOf(path))
    await alice.revoke(slug, "1.1.0", "security")
    expect(wordsOf(await browser.get(path))).toContain("was revoked after whs received it")
    expect(wordsOf(await browser.get("/installs"))).toContain("revoked since")
    expect(wordsOf(await browser.get(asked))).toContain("This version was revoked.")
  })

  it("warns of a listing that was suspended after a target received it", async () => {
    await alice.shelve("acme/banned")
    const path = await start(wanted.replace(encodeURIComponent(slug), "acme%2Fbanned"))
    await redeem(await tokenOf(path))
    const moderator = await registry.moderator("mona", "moderator")
    const suspension = { reason: "malware", note: "It calls home." }
    const suspended = await moderator.request("PUT", "/v1/admin/listings/acme/banned/suspension", suspension)
    expect(suspended.status).toBe(200)
    expect(wordsOf(await browser.get(path))).toContain("taken down by the moderators after whs received it")
    expect(wordsOf(await browser.get("/installs"))).toContain("taken down since")
  })

  it("is nobody else's to see, to go on with, or to start from another site", async () => {
    const path = await start(wanted)
    const eve = await browserOf(registry, await registry.as("eve"))
    const seen = [await eve.get(path), await eve.get(`${path}/continue`), await eve.send(`${path}/cancel`, {})]
    expect(seen.map(({ status }) => status)).toEqual([404, 404, 404])
    const fields = fieldsOf(await browser.get(wanted))
    expect((await browser.send("/install", fields, { "sec-fetch-site": "cross-site" })).status).toBe(403)
  })
})
