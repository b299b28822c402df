import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { skeletonOf } from "../../src/domain/publishers/skeleton.ts"
import { engines, type TestDatabase } from "../support/engines.ts"
import { migrateTo } from "../support/migrate-to.ts"

/** Handles in the order they were claimed, some while look-alikes were still allowed. */
const handles = ["acme", "acrne", "a-c-m-e", "0-1-i-l", "vvell-rn0wn", "iiii1111", "plain"]

describe.each(engines)("a database from before publishers had a lifecycle, on $name", (engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.create()
    await migrateTo(database, 1)
    for (const [index, handle] of handles.entries()) {
      await database.rawSql(`insert into publishers values ('pub_${handle}', '${handle}', 'X', null, ${index})`)
    }
    for (const [name, status] of [
      ["new", "draft"],
      ["back", "draft"],
      ["shown", "published"],
      ["quiet", "unlisted"],
    ]) {
      await database.rawSql(
        `insert into listings values ('lst_${name}', 'pub_acme', '${name}', 'whs_agent', '${status}', 'N', 'S', '[]',
          '[]', null, null, null, null, 1, 10, 20, '', '')`,
      )
    }
    await database.rawSql(
      `insert into audit_log (action, actor_kind, actor_id, request_id, subject_id, at_ms, details)
       values ('listing.status_changed', 'user', 'usr_1', '', 'lst_back', 15, '{}')`,
    )
    await database.rawSql(
      `insert into releases values ('rel_1', 'lst_shown', '1.0.0', 'revoked', 'd', '{}', '{}', null, null, '', 5, 6)`,
    )
    await migrateTo(database, 2)
  })
  afterAll(() => database.drop())

  it("gets the skeletons that new handles get, and the older of two look-alikes keeps it", async () => {
    const rows = await database.rawSql("select handle, skeleton from publishers order by created_at_ms")
    const younger = new Set(["acrne", "a-c-m-e"])
    const expected = handles.map((handle) => ({ handle, skeleton: younger.has(handle) ? null : skeletonOf(handle) }))
    expect(rows).toEqual(expected)
  })

  it("learns from its audit log which listings were public once", async () => {
    const rows = await database.rawSql("select listing_id, first_published_at_ms from listings order by listing_id")
    const moments = rows.map((row) => [row["listing_id"], row["first_published_at_ms"] ?? null].map(String))
    expect(moments).toEqual([
      ["lst_back", "15"],
      ["lst_new", "null"],
      ["lst_quiet", "20"],
      ["lst_shown", "20"],
    ])
  })

  it("gives a release that was revoked without a reason the reason other", async () => {
    expect(await database.rawSql("select revocation_reason, revocation_note from releases")).toEqual([
      { revocation_reason: "other", revocation_note: null },
    ])
  })
})
