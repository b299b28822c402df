import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines, type OpenDatabase } from "../support/engines.ts"
import { aRelease, anEntry, openShop, type Shop } from "../support/records.ts"

describe.each(engines)("what is written for good on $name", (engine) => {
  let database: OpenDatabase
  let shop: Shop
  beforeAll(async () => {
    database = await engine.open()
    shop = await openShop(database.store)
  })
  afterAll(() => database.drop())

  const entriesOf = (subjectId: string) => database.store.transaction((tx) => tx.audit.list(subjectId))
  /** Statements that only one of the engines knows. */
  const only = (name: string, statements: string[]) => (engine.name === name ? statements : [])

  it("lists the entries about one subject as they were written, oldest first", async () => {
    const entries = [
      anEntry("lst_1", { atMs: 9, details: { text: "'\"\\ 日本", nothing: null } }),
      anEntry("lst_1", { action: "release.published", atMs: 8, details: {} }),
      anEntry("lst_1", { actor: { kind: "operator", id: "operator", requestId: "" }, atMs: 8 }),
    ]
    await database.store.transaction(async (tx) => {
      await tx.audit.append(anEntry("lst_2"))
      for (const entry of entries) await tx.audit.append(entry)
    })
    expect(await entriesOf("lst_1")).toEqual(entries)
    const published = await database.store.transaction((tx) => tx.audit.list("lst_1", "release.published"))
    expect(published).toEqual([entries[1]])
    expect(await entriesOf("lst_none")).toEqual([])
  })

  it("lists at most 1,000 entries", async () => {
    await database.store.transaction(async (tx) => {
      for (let atMs = 0; atMs < 1_001; atMs++) await tx.audit.append(anEntry("lst_busy", { atMs }))
    })
    const entries = await entriesOf("lst_busy")
    expect(entries).toHaveLength(1_000)
    expect(entries.at(-1)?.atMs).toBe(999)
  })

  it.each([
    "update audit_log set subject_id = 'lst_x'",
    "update audit_log set details = '{}' where subject_id = 'lst_kept'",
    "update audit_log set at_ms = at_ms",
    "delete from audit_log",
    "delete from audit_log where subject_id = 'lst_kept'",
    ...only("PostgreSQL", ["truncate audit_log", "truncate audit_log, releases cascade"]),
    ...only("SQLite", ["update or replace audit_log set seq = 1 where subject_id = 'lst_kept'"]),
  ])("refuses %j", async (statement) => {
    const entry = anEntry(`lst_kept`)
    await database.store.transaction((tx) => tx.audit.append(entry))
    const before = await entriesOf("lst_kept")
    await expect(database.rawSql(statement)).rejects.toThrow(/^An audit entry (?:never changes|is never removed)\.$/)
    expect(await entriesOf("lst_kept")).toEqual(before)
  })

  it("does not let one entry be written over another", async () => {
    const entry = anEntry("lst_over")
    await database.store.transaction((tx) => tx.audit.append(entry))
    const [row] = await database.rawSql("select seq from audit_log where subject_id = 'lst_over'")
    const columns = "seq, action, actor_kind, actor_id, request_id, subject_id, at_ms, details"
    const values = `${String(row?.["seq"])}, 'x', 'system', 'x', 'x', 'lst_over', 1, '{}'`
    const forged = `insert into audit_log (${columns}) values (${values})`
    const attempts = engine.name === "SQLite" ? [forged, forged.replace("insert", "insert or replace")] : [forged]
    for (const attempt of attempts) await database.rawSql(attempt).catch(() => [])
    expect(await entriesOf("lst_over")).toEqual([entry])
  })

  it.each([
    "update releases set release_id = 'rel_x'",
    "update releases set listing_id = listing_id",
    "update releases set version = '6.6.6'",
    "update releases set digest = 'sha256:0'",
    "update releases set refs = '{}'",
    "update releases set compatibility = '{}'",
    "update releases set artifact_url = null, artifact_sha256 = null",
    "update releases set artifact_sha256 = 'x'",
    "update releases set notes = 'nicer', status = status",
    "update releases set published_at_ms = 0",
    "update releases set provenance = '{}'",
    "delete from releases",
    ...only("PostgreSQL", ["truncate releases cascade"]),
  ])("refuses %j", async (statement) => {
    await expect(database.rawSql(statement)).rejects.toThrow(/^A release (?:never changes|is never removed)\.$/)
    expect(await database.store.read.releases.findById(shop.release.releaseId)).toEqual(shop.release)
  })

  it("does not let one release be written over another", async () => {
    const { release } = shop
    const columns = "release_id, listing_id, version, status, digest, refs, compatibility, notes, published_at_ms"
    const rest = `'published', 'sha256:1', '{}', '{}', '', 1`
    const forged = (id: string, version: string) =>
      `insert into releases (${columns}) values ('${id}', '${release.listingId}', '${version}', ${rest})`
    const attempts = [forged(release.releaseId, "7.0.0"), forged("rel_forged", release.version)]
    const replacing = attempts.map((attempt) => attempt.replace("insert", "insert or replace"))
    for (const attempt of engine.name === "SQLite" ? [...attempts, ...replacing] : attempts) {
      await database.rawSql(attempt).catch(() => [])
    }
    const page = { after: undefined, limit: 10 }
    expect(await database.store.read.releases.list(release.listingId, page)).toEqual([release])
  })

  it("lets a release be revoked, and then for good", async () => {
    const release = aRelease(shop.listing, { version: "3.0.0" })
    await database.store.transaction((tx) => tx.releases.insert(release))
    const where = `where release_id = '${release.releaseId}'`
    await expect(database.rawSql(`update releases set status = 'revoked' ${where}`)).rejects.toThrow(/check/i)
    await database.rawSql(`update releases set status = 'revoked', revoked_at_ms = 5 ${where}`)
    const revoked = { ...release, status: "revoked", revocation: { reason: "other", note: null, atMs: 5 } }
    expect(await database.store.read.releases.findById(release.releaseId)).toEqual(revoked)
    const undo = `update releases set status = 'published', revoked_at_ms = null ${where}`
    await expect(database.rawSql(undo)).rejects.toThrow("A revoked release stays revoked.")
  })

  it.each([
    "update listings set status = 'gone'",
    "update listings set asset_kind = 'virus'",
    "update listings set slug_name = 'Capitals'",
    "update listings set latest_version = '1.0.0'",
    "update listings set row_version = 0",
    "update targets set target_system = 'other'",
    "update targets set require_buyer_match = 2",
    "insert into meta values ('mode', 'test')",
  ])("lets the schema itself refuse %j", async (statement) => {
    await expect(database.rawSql(statement)).rejects.toThrow(/check/i)
  })
})
