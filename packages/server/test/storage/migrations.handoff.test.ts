import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { migrations } from "../../src/storage/migrations/list.ts"
import { openStore } from "../../src/storage/open.ts"
import { engines, type TestDatabase } from "../support/engines.ts"
import { migrateTo } from "../support/migrate-to.ts"
import { hashOf } from "../support/records.ts"

const before = migrations.findIndex(({ name }) => name === "handoff")

describe.each(engines)("T-TARGET-12 · a database from before targets had keys, on $name", (engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await engine.create()
    await migrateTo(database, before)
    const target = (name: string, system: string, createdAtMs: number, disabledAtMs: number | null = null) =>
      database.rawSql(
        `insert into targets values ('tgt_${name}', '${name}', '${system}', 'https://x.example', '[]', 1, 60000,
          ${disabledAtMs}, ${createdAtMs})`,
      )
    await target("off", "whs", 1, 2)
    await target("old", "whs", 2)
    await target("new", "whs", 3)
    await target("only", "agentelic", 4)
    for (const [name, revokedAtMs] of [
      ["old", null],
      ["new", 7],
    ] as const) {
      await database.rawSql(
        `insert into target_secrets values ('sec_${name}', 'tgt_${name}', '${hashOf(name)}', 5, ${revokedAtMs})`,
      )
    }
    await database.rawSql(
      "insert into publishers (publisher_id, handle, display_name, created_at_ms) values ('pub', 'acme', 'A', 1)",
    )
    for (const [name, status, publishedAtMs] of [
      ["shown", "published", 10],
      ["pulled", "suspended", 10],
      ["draft", "draft", null],
    ] as const) {
      await database.rawSql(
        `insert into listings (listing_id, publisher_id, slug_name, asset_kind, status, name, summary, tags, categories,
          row_version, created_at_ms, updated_at_ms, description, first_published_at_ms)
         values ('lst_${name}', 'pub', '${name}', 'whs_agent', '${status}', 'N', 'S', '[]', '[]', 1, 10, 20, '',
          ${publishedAtMs})`,
      )
      await database.rawSql(`insert into listing_popularity (listing_id, installs) values ('lst_${name}', 0)`)
      for (const [version, state, revokedAtMs] of [
        ["1.0.0", "revoked", 15],
        ["2.0.0", "published", null],
      ] as const) {
        await database.rawSql(
          `insert into releases (release_id, listing_id, version, status, digest, refs, compatibility, notes,
            published_at_ms, revoked_at_ms)
           values ('rel_${name}_${version[0]}', 'lst_${name}', '${version}', '${state}', 'd', '{}', '{}', '', 5,
            ${revokedAtMs})`,
        )
      }
    }
    await database.rawSql(
      "insert into suspensions (listing_id, reason, note, status_before, suspended_at_ms) values ('lst_pulled', 'spam', '', 'published', 30)",
    )
    await migrateTo(database, migrations.length)
  })
  afterAll(() => database.drop())

  it("keeps every secret, live or revoked, as a credential of its target", async () => {
    const store = await openStore(database.url)
    const found = async (name: string) => (await store.read.targets.findBySecretHash(hashOf(name)))?.credential
    expect(await found("old")).toMatchObject({ credentialId: "tcr_old", targetId: "tgt_old", revokedAtMs: null })
    expect(await found("new")).toMatchObject({ kind: "secret", createdAtMs: 5, revokedAtMs: 7 })
    expect(await store.read.targets.findByName("old")).toMatchObject({ authentication: "secret", systemVersions: {} })
    await store.close()
  })

  it("takes the oldest target of a system that is not disabled for its default", async () => {
    const rows = await database.rawSql("select name from targets where is_default = 1 order by name")
    expect(rows).toEqual([{ name: "old" }, { name: "only" }])
  })

  it("begins the feed of revocations with what must not be used any more already", async () => {
    const rows = await database.rawSql("select seq, release_id, cause, revoked from revocations order by seq")
    expect(rows.map((row) => [Number(row["seq"]), row["release_id"], row["cause"], row["revoked"]])).toEqual([
      [1, "rel_pulled_1", "release_revoked", 1],
      [2, "rel_shown_1", "release_revoked", 1],
      [3, "rel_pulled_2", "listing_suspended", 1],
    ])
    const [counter] = await database.rawSql("select seq from revocation_counter")
    expect(Number(counter?.["seq"])).toBe(3)
  })
})
