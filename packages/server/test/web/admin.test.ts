import type { Suspension } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { auditActions } from "../../src/domain/audit/audit.ts"
import type { Caller } from "../support/caller.ts"
import { days, minutes } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"
import { type Seen, Visitor, wordsOf } from "../support/visitor.ts"
import { browserOf } from "../support/web-session.ts"

describe.each(engines)("T-ADMIN-1 · moderating on pages, on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let bob: Caller
  let reader: Visitor
  let moderator: Visitor
  let visitor: Visitor
  beforeAll(async () => {
    registry = await openRegistry(engine)
    alice = await registry.as("alice")
    bob = await registry.as("bob")
    visitor = new Visitor(registry.app)
    reader = await browserOf(registry, await registry.moderator("rita", "reader"))
    moderator = await browserOf(registry, await registry.moderator("mo", "moderator"))
    await alice.shelve("acme/triage")
    await alice.shelve("acme/router")
  })
  afterAll(() => registry.close())

  const report = (slug: string, note: string, reason = "malware") =>
    visitor.send(`/listings/${slug}/report`, { reason, note })
  const look = async (path: string) => wordsOf(await moderator.get(path))
  const send = async (path: string, fields: Record<string, string> = {}) => {
    const { status, headers, html } = await moderator.send(path, fields)
    return { status, to: headers.get("location"), words: wordsOf({ html }) }
  }

  it("is named to moderators alone, and is nothing to anybody else", async () => {
    expect(await look("/")).toContain("Admin")
    const person = await browserOf(registry, bob)
    const [front, admin, nothing] = [await person.get("/"), await person.get("/admin"), await person.get("/admins")]
    expect(wordsOf(front)).not.toContain("Admin")
    const withoutId = ({ html }: Seen) => html.replace(/req_\w{22}/, "")
    expect([admin.status, withoutId(admin)]).toEqual([404, withoutId(nothing)])
  })

  it("shows the oldest report first, with what it says beside what the listing says", async () => {
    await report("acme/triage", "It sends <b>everything</b> elsewhere.")
    registry.clock.advance(minutes(5))
    await report("acme/router", "Copied from us.", "impersonation")
    const words = await look("/admin")
    expect(words.indexOf("acme/triage")).toBeLessThan(words.indexOf("acme/router"))
    const shown = await moderator.get("/admin/listings/acme/triage")
    for (const part of ["It sends <b>everything</b> elsewhere.", "Sorts incoming tickets", "Nothing is known of who"]) {
      expect(wordsOf(shown)).toContain(part)
    }
    expect(shown.html).toContain("&lt;b&gt;everything&lt;/b&gt;")
  })

  it("shows a reader everything and lets them do nothing", async () => {
    const seen = await reader.get("/admin/listings/acme/triage")
    expect(wordsOf(seen)).toContain("elsewhere")
    expect(seen.html).not.toContain('method="post"')
    expect(wordsOf(seen)).not.toContain("People")
  })

  it("suspends only for who types the slug, tells why, and takes the listing from everywhere", async () => {
    const path = "/admin/listings/acme/triage/suspension"
    const said = { reason: "malware", note: "It calls home.", confirm: "acme/triag" }
    const unsure = await send(path, said)
    expect([unsure.status, unsure.words]).toEqual([422, expect.stringContaining("It must be acme/triage")])
    expect((await visitor.get("/listings/acme/triage")).status).toBe(200)
    const done = await send(path, { ...said, confirm: "acme/triage" })
    expect(done).toMatchObject({ status: 303, to: "/admin/listings/acme/triage?done=suspended" })
    const words = await look("/admin/listings/acme/triage?done=suspended")
    for (const part of ["Suspended. Nobody sees it", "It does harm", "It calls home.", "listing.suspended malware"]) {
      expect(words.replace(/listing.suspended .*? reason /, "listing.suspended ")).toContain(part)
    }
    expect((await visitor.get("/listings/acme/triage")).status).toBe(404)
    expect(wordsOf(await visitor.get("/listings?q=triage"))).toMatch(/acme\/router(?!.*acme\/triage)/)
    expect((await registry.anonymous.get("/v1/listings/acme/triage")).status).toBe(404)
  })

  it("settles a report with a note that holds no secret", async () => {
    const rows = await registry.rawSql("SELECT report_id FROM reports WHERE reason = 'malware'")
    const [{ report_id: id = "" } = {}] = rows as { report_id?: string }[]
    const path = `/admin/listings/acme/triage/reports/${id}`
    const secret = registry.context.secrets.random("personalToken")
    const refused = await send(path, { action: "actioned", note: `Theirs was ${secret}` })
    expect([refused.status, refused.words]).toEqual([422, expect.stringContaining("The report is still open")])
    expect(refused.words).not.toContain(secret)
    const done = await send(path, { action: "actioned", note: "Seen it." })
    expect([done.status, done.to]).toEqual([303, `/admin/listings/acme/triage?done=resolved#${id}`])
    expect(await look("/admin/listings/acme/triage")).toContain("Seen it.")
    expect(await look("/admin")).not.toContain("acme/triage")
    expect(await look("/admin?status=actioned")).toContain("acme/triage")
    const again = await send(path, { action: "dismissed", note: "" })
    expect([again.status, again.words]).toEqual([422, expect.stringContaining("already closed as actioned")])
  })

  it("shows an appeal where it waits, and restores what was suspended", async () => {
    const note = "We took the call out."
    await alice.request<Suspension>("PUT", "/v1/listings/acme/triage/appeal", { note })
    expect(await look("/admin")).toContain("1 appeal against suspensions")
    expect(await look("/admin/suspensions?appealed=true")).toContain(note)
    expect(await look("/admin/listings/acme/triage")).toContain(note)
    expect(await send("/admin/listings/acme/triage/restoration")).toMatchObject({ status: 303 })
    expect((await visitor.get("/listings/acme/triage")).status).toBe(200)
    expect(await look("/admin/suspensions")).toContain("Nothing is suspended")
  })

  it("finds any listing by its slug", async () => {
    const { status, headers } = await moderator.get("/admin/suspensions?q=acme%2Frouter")
    expect([status, headers.get("location")]).toEqual([303, "/admin/listings/acme/router"])
    expect((await moderator.get("/admin/listings/acme/nothing")).status).toBe(404)
  })

  it("finds publishers by the beginning of their handle, page by page", async () => {
    await bob.claim("acne-care")
    for (let count = 0; count < 3; count++) await registry.as(`p${count}`).then((who) => who.claim(`zeta-${count}`))
    expect(await look("/admin/publishers?q=ACM")).toMatch(/acme(?!.*acne-care)/)
    expect(await look("/admin/publishers?q=zeta")).toMatch(/zeta-0.*zeta-1.*zeta-2/)
    expect(await look("/admin/publishers?q=nobody")).toContain("No such publisher")
  })

  it("locks a publisher with its listings, and lets it go on", async () => {
    const path = "/admin/publishers/acme"
    expect((await send(`${path}/lock`, { reason: "spam", confirm: "acm" })).status).toBe(422)
    expect(await send(`${path}/lock`, { reason: "spam", confirm: "acme" })).toMatchObject({ to: `${path}?done=locked` })
    expect(await look(path)).toMatch(/Locked .* UTC Because It is spam/)
    expect((await visitor.get("/listings/acme/router")).status).toBe(404)
    const stuck = await send("/admin/listings/acme/router/restoration")
    expect([stuck.status, stuck.words]).toEqual([422, expect.stringContaining("because its publisher is locked")])
    expect(await send(`${path}/unlock`)).toMatchObject({ status: 303 })
    expect((await visitor.get("/listings/acme/router")).status).toBe(200)
  })

  it("verifies a publisher as of today, and takes the mark away", async () => {
    const path = "/admin/publishers/acme"
    expect(await send(`${path}/verification`, { method: "dns" })).toMatchObject({ to: `${path}?done=verified` })
    expect(await look(path)).toMatch(/Verified by a DNS record on 31 Jan 2026/)
    expect(await send(`${path}/verification`, { method: "none" })).toMatchObject({ to: `${path}?done=unverified` })
    expect(await look(path)).toContain("Not verified")
  })

  it("searches the log by kind, by whom, about what and when, page by page", async () => {
    const from = new Date(registry.clock.nowMs()).toISOString().slice(0, 10)
    registry.clock.advance(days(1))
    moderator = await browserOf(registry, await registry.moderator("mo", "moderator"))
    for (let count = 0; count < 60; count++) {
      await send("/admin/publishers/acme/verification", { method: count % 2 === 0 ? "dns" : "none" })
    }
    const countOf = (words: string, action: string) => words.split(`UTC ${action}`).length - 1
    const verified = await look("/admin/audit?action=publisher.verified")
    expect([countOf(verified, "publisher.verified"), countOf(verified, "publisher.unverified")]).toEqual([31, 0])
    expect(await look(`/admin/audit?action=publisher.verified&until=${from}`)).toMatch(/publisher\.verified/)
    expect(countOf(await look(`/admin/audit?action=publisher.verified&until=${from}`), "publisher.verified")).toBe(1)
    expect(countOf(await look(`/admin/audit?action=publisher.verified&since=2026-02-01`), "publisher.verified")).toBe(
      30,
    )
    const first = await moderator.get("/admin/audit")
    const [, next = ""] = /rel="next" href="([^"]+)"/.exec(first.html) ?? []
    expect(await look(next.replaceAll("&amp;", "&"))).toContain("user.role_changed")
    const listing = (await registry.rawSql("SELECT listing_id FROM listings WHERE slug_name = 'triage'")) as {
      listing_id: string
    }[]
    const about = await look(`/admin/audit?subject=${listing[0]?.listing_id}`)
    expect(about).toContain("listing.restored")
    expect(countOf(about, "publisher.verified")).toBe(0)
    expect(await look("/admin/audit?actor=usr_nobody")).toContain("Nothing like that is in the log")
    for (const action of auditActions) expect(first.html).toContain(`<option value="${action}">`)
  })
})
