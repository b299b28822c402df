import type { Report } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { forgetReporters } from "../../src/domain/reports/file.ts"
import { expectRefusal, expectSameAnswer } from "../support/answers.ts"
import type { Caller } from "../support/caller.ts"
import { days } from "../support/clock.ts"
import { engines } from "../support/engines.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

type Queue = { data: Report[]; page: { nextCursor: string | null } }

describe.each(engines)("reports of listings on $name", (engine) => {
  let registry: TestRegistry
  let alice: Caller
  let moderator: Caller
  beforeAll(async () => {
    registry = await openRegistry(engine, { trustedProxies: 1 })
    alice = await registry.as("alice")
    moderator = await registry.moderator("mona", "moderator")
    await alice.claim("acme")
  })
  afterAll(() => registry.close())

  const shelve = async (name: string) => {
    await alice.createListing({ slug: `acme/${name}` })
    await alice.publish(`acme/${name}`, { version: "1.0.0" })
    await alice.setStatus(`acme/${name}`, "published")
    return `acme/${name}`
  }
  const report = (slug: string, body: unknown, { from = "192.0.2.1", key = "", by = registry.anonymous } = {}) =>
    by.request<{ result: string }>("POST", `/v1/listings/${slug}/reports`, body, {
      headers: { "x-forwarded-for": from },
      ...(key === "" ? {} : { key }),
    })
  const queueOf = async (slug: string, status = "open"): Promise<Report[]> => {
    const { body } = await moderator.get<Queue>(`/v1/admin/reports?status=${status}&limit=100`)
    return body.data.filter(({ listing }) => listing.slug === slug)
  }
  const resolve = (by: Caller, { reportId }: { reportId: string }, action: string, note = "") =>
    by.request<Report>("POST", `/v1/admin/reports/${reportId}/resolution`, { action, note })

  it("are taken from anybody, signed in or not, and wait in the queue, oldest first", async () => {
    const slug = await shelve("reported")
    expect(await report(slug, { reason: "malware", note: "Look at the notes." })).toMatchObject({
      status: 202,
      body: { result: "accepted" },
    })
    registry.clock.advance(1_000)
    await report(slug, { reason: "spam" }, { from: "192.0.2.2", by: await registry.as("bob") })
    const queue = await queueOf(slug)
    expect(queue.map(({ reason, note, status, resolution }) => ({ reason, note, status, resolution }))).toEqual([
      { reason: "malware", note: "Look at the notes.", status: "open", resolution: null },
      { reason: "spam", note: "", status: "open", resolution: null },
    ])
    const page = await moderator.get<Queue>("/v1/admin/reports?limit=1")
    const next = await moderator.get<Queue>(`/v1/admin/reports?limit=1&cursor=${page.body.page.nextCursor}`)
    expect(next.body.data[0]?.createdAtMs).toBeGreaterThan(page.body.data[0]?.createdAtMs ?? 0)
  })

  it("count once for one address, listing, reason and day, and are answered alike", async () => {
    const slug = await shelve("flooded")
    const first = await report(slug, { reason: "spam" })
    expectSameAnswer(await report(slug, { reason: "spam", note: "Again!" }), first)
    expect(await queueOf(slug)).toHaveLength(1)
    await report(slug, { reason: "illegal" })
    await report(slug, { reason: "spam" }, { from: "198.51.100.7" })
    expect(await queueOf(slug)).toHaveLength(3)
    registry.clock.advance(days(1))
    await report(slug, { reason: "spam" })
    expect(await queueOf(slug)).toHaveLength(4)
  })

  it("can be sent again with an Idempotency-Key", async () => {
    const slug = await shelve("keyed")
    const key = "report-0123456789abcdef"
    await report(slug, { reason: "other" }, { key })
    const again = await report(slug, { reason: "other" }, { key })
    expect(again.headers.get("idempotency-replayed")).toBe("true")
    expectRefusal(await report(slug, { reason: "spam" }, { key }), 422, "IDEMPOTENCY_KEY_REUSED")
    expect(await queueOf(slug)).toHaveLength(1)
  })

  it("T-REPORT-1 · keep nothing of who reported but a hash, and that for a day", async () => {
    const slug = await shelve("private")
    await report(slug, { reason: "spam" }, { from: "203.0.113.9", by: await registry.as("carol") })
    const [{ reportId }] = (await queueOf(slug)) as [Report]
    const everything = async () =>
      JSON.stringify([await registry.rawSql("SELECT * FROM reports"), await audit(reportId)])
    const carol = await (await registry.as("carol")).userId()
    expect(await everything()).not.toContain("203.0.113")
    expect(await everything()).not.toContain(carol)
    const [row] = await registry.rawSql(`SELECT reporter_hash FROM reports WHERE report_id = '${reportId}'`)
    expect(row).not.toEqual({ reporter_hash: null })
    registry.clock.advance(days(1) + 1)
    expect(await forgetReporters(registry.context)).toBeGreaterThan(0)
    expect(await registry.rawSql("SELECT 1 FROM reports WHERE reporter_hash IS NOT NULL")).toEqual([])
  })

  const audit = (subjectId: string) => registry.context.store.transaction((tx) => tx.audit.list(subjectId))

  it("are refused for what the public cannot see, like what does not exist", async () => {
    await alice.createListing({ slug: "acme/draft" })
    const missing = await report("acme/no-such", { reason: "spam" })
    expectRefusal(missing, 404, "NOT_FOUND")
    expectSameAnswer(await report("acme/draft", { reason: "spam" }), missing)
  })

  it.each([
    ["an unknown reason", { reason: "dislike" }, "/reason"],
    ["a long note", { reason: "spam", note: "x".repeat(1_001) }, "/note"],
    ["a reporter", { reason: "spam", reporter: "me" }, "/reporter"],
  ])("are refused with %s", async (_what, body, pointer) => {
    const answer = await report("acme/reported", body)
    expectRefusal(answer, 422, "VALIDATION_FAILED")
    expect(answer.problem.errors.map((issue) => issue.pointer)).toEqual([pointer])
  })

  it("are closed by a moderator, once, with who and when", async () => {
    const slug = await shelve("closed")
    await report(slug, { reason: "spam" })
    const [open] = (await queueOf(slug)) as [Report]
    const reader = await registry.moderator("rita", "reader")
    expectRefusal(await resolve(reader, open, "dismissed"), 404, "NOT_FOUND")
    const closed = await resolve(moderator, open, "dismissed", "Nothing there.")
    const resolution = { note: "Nothing there.", userId: await moderator.userId(), atMs: registry.clock.nowMs() }
    expect(closed.body).toEqual({ ...open, status: "dismissed", resolution })
    expect((await resolve(moderator, open, "dismissed", "Other words.")).body).toEqual(closed.body)
    expectRefusal(await resolve(moderator, open, "actioned"), 409, "INVALID_STATE_TRANSITION")
    expect(await queueOf(slug)).toEqual([])
    expect(await queueOf(slug, "dismissed")).toEqual([closed.body])
    expect((await audit(open.reportId)).map(({ action, actor, details }) => [action, actor.kind, details])).toEqual([
      ["report.filed", "system", { listingId: open.listing.listingId, reason: "spam" }],
      ["report.resolved", "user", { listingId: open.listing.listingId, outcome: "dismissed" }],
    ])
    expectRefusal(await resolve(moderator, { reportId: "rpt_0000000000000000000000" }, "actioned"), 404, "NOT_FOUND")
  })
})
