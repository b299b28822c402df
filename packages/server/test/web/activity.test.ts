import { randomUUID } from "node:crypto"
import type { ListingMetrics } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Caller } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { issuer, openRegistry, type TestRegistry } from "../support/registry.ts"
import { Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

describe.each(engines)("T-WEB-12 · what happened to a listing, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let visitor: Visitor
  const slug = "acme/triage"
  const path = `/listings/${slug}/activity`
  beforeAll(async () => {
    registry = await openRegistry(engine, { publishersPerUserMax: 10 })
    visitor = new Visitor(registry.app)
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    await registry.target("whs")
    await alice.shelve(slug)
  })
  afterAll(() => registry.close())

  const install = async () => {
    const whs = await registry.target("whs")
    const { installToken } = (await bob.install({ listing: slug, target: "whs" })).body
    const redemption = { token: installToken, redemptionId: randomUUID(), subject: { iss: issuer, sub: "bob" } }
    expect((await whs.redeem(redemption)).status).toBe(200)
  }
  const events = async () =>
    [...(await visitor.get(path)).html.matchAll(/<li><time.*?<\/time><span>(.*?)<\/span><\/li>/g)].map(([, event]) =>
      wordsOf({ html: event ?? "" }),
    )

  it("says so where nothing was installed", async () => {
    expect(wordsOf(await visitor.get(path))).toContain("No target redeemed an install of it yet.")
    expect((await visitor.get(`/listings/${slug}`)).html).not.toContain("day-chart")
  })

  it("draws handovers by day, on the listing in little, where one of a buyer who is counted shows half a minute later", async () => {
    const drawn = async (of: string) =>
      /aria-label="(?:Handovers: )?(\d+ handovers? in 30 days[^"]*)"/.exec((await visitor.get(of)).html)?.[1]
    await install()
    expect(await drawn(path)).toMatch(/^1 handover in 30 days, on /)
    expect(await drawn(`/listings/${slug}`)).toBe(await drawn(path))
    registry.clock.advance(days(1))
    await install()
    expect(await drawn(`/listings/${slug}`)).toMatch(/^2 handovers/)
    const etag = (await visitor.get(path)).headers.get("etag")
    await install()
    expect((await visitor.get(path)).headers.get("etag")).not.toBe(etag)
    expect(await drawn(path)).toMatch(/^3 handovers in 30 days, the most on .*: 2$/)
    expect(await drawn(`/listings/${slug}`)).toMatch(/^2 handovers/)
    registry.clock.advance(30_000)
    expect(await drawn(`/listings/${slug}`)).toBe(await drawn(path))
    expect(wordsOf(await visitor.get(path))).toMatch(/Day \(UTC\) Handovers \d+ \w+ \d+ 2 \d+ \w+ \d+ 1 \d+ \w+ \d+ 0/)
  })

  it("tells what changed in public, the newest first, under the names it had", async () => {
    await alice.publish(slug, { version: "1.1.0" })
    await alice.revoke(slug, "1.1.0")
    registry.clock.advance(days(1))
    await alice.deprecate(slug, { message: "Old." })
    expect(await events()).toEqual(["Deprecated", "1.1.0 was revoked", "1.1.0 was released", "Published"])
    registry.clock.advance(days(1))
    await alice.request("DELETE", `/v1/listings/${slug}/deprecation`)
    expect((await events()).slice(0, 2)).toEqual(["Its page was changed", "Its page was changed"])
    await alice.claim("new-home")
    await alice.transfer(slug, "new-home")
    const moved = await visitor.get(path)
    expect([moved.status, moved.headers.get("location")]).toEqual([308, "/listings/new-home/triage/activity"])
    await alice.transfer("new-home/triage", "acme")
    expect((await events()).slice(0, 4)).toEqual([
      "Published",
      "Left the lists new-home/triage",
      "Published new-home/triage",
      "Left the lists",
    ])
  })

  it("hides the past of what is not public", async () => {
    await alice.shelve("acme/hidden")
    await alice.setStatus("acme/hidden", "draft")
    expect((await visitor.get("/listings/acme/hidden/activity")).status).toBe(404)
  })

  it("counts a page as a view, but not one of a member, a HEAD, a 304, or another page than the listing's own", async () => {
    await alice.shelve("acme/seen")
    const page = "/listings/acme/seen"
    const viewsOf = async () => {
      await registry.context.viewCounts.flush(registry.context)
      const { body } = await alice.get<ListingMetrics>(`/v1${page}/metrics?days=1`)
      return [body.days[0]?.views, body.days[0]?.searchViews]
    }
    const first = await visitor.get(page)
    await (await browserOf(registry, bob)).get(page)
    expect(await viewsOf()).toEqual([2, 0])
    await visitor.get(page, { "if-none-match": first.headers.get("etag") ?? "" })
    await registry.app.request(page, { method: "HEAD" })
    await (await browserOf(registry, alice)).get(page)
    await visitor.get(`${page}/activity`)
    expect(await viewsOf()).toEqual([2, 0])
    await visitor.get(page, { referer: "https://registry.example/listings?q=seen" })
    for (const referer of ["https://registry.example/", "https://evil.example/listings?q=seen", "x"]) {
      await visitor.get(page, { referer })
    }
    expect(await viewsOf()).toEqual([6, 1])
  })
})
