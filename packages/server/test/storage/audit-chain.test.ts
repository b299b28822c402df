import { afterEach, describe, expect, it } from "vitest"
import { canonicalJson } from "@fleetprompt/sdk/contracts"
import { linkOf } from "../../src/domain/audit/chain.ts"
import { sealBatch } from "../../src/domain/audit/seal.ts"
import { migrations } from "../../src/storage/migrations/list.ts"
import { openStore } from "../../src/storage/open.ts"
import { openChainedLog, secrets } from "../support/chained-log.ts"
import { engines } from "../support/engines.ts"
import { migrateTo } from "../support/migrate-to.ts"
import { anEntry, hashOf } from "../support/records.ts"
import { verifyAudit } from "../../src/domain/audit/verify.ts"

describe.each(engines)("the chain of the audit log on $name", (engine) => {
  const opened: { drop(): Promise<void> }[] = []
  const open = async (count: number) => {
    const log = await openChainedLog(engine, count)
    opened.push(log)
    return log
  }
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.drop()
  })

  const columns = "seq, action, actor_kind, actor_id, request_id, subject_id, at_ms, details"
  const forged = (seq: number) =>
    `insert into audit_log (${columns}) ${engine.name === "SQLite" ? "" : "overriding system value"}
      values (${seq}, 'release.revoked', 'user', 'usr_x', 'req_x', 'lst_1', 4, '{}')`

  it("T-CHAIN-1 · gives every entry its place, and a stranger computes the same hashes", async () => {
    const log = await open(3)
    const linked = await log.store.read.audit.listLinked(0, 10)
    let previousHash = "0".repeat(64)
    for (const [index, { link, entry }] of linked.entries()) {
      const position = index + 1
      const hash = hashOf(canonicalJson({ ...entry, position, previousHash }))
      expect(link).toEqual({ position, seq: entry?.seq, previousHash, hash })
      previousHash = hash
    }
    expect(linked.map(({ entry }) => entry?.subjectId)).toEqual(["pub_1", "pub_2", "pub_3"])
    expect(await log.head()).toEqual({ position: 3, hash: previousHash })
    expect(await log.verify()).toEqual({ head: { position: 3, hash: previousHash }, found: null, waiting: 0 })
  })

  it("T-CHAIN-1 · has the very bytes of the data model under its hash", () => {
    const entry = {
      seq: 9,
      action: "listing.created",
      actorKind: "user",
      actorId: "usr_1",
      requestId: "req_1",
      subjectId: "lst_1",
      publisherId: null,
      atMs: 1_764_547_200_000,
      details: '{"slug":"acme/triage"}',
    }
    const bytes =
      '{"action":"listing.created","actorId":"usr_1","actorKind":"user","atMs":1764547200000,' +
      '"details":"{\\"slug\\":\\"acme/triage\\"}","position":1,' +
      `"previousHash":"${"0".repeat(64)}","publisherId":null,"requestId":"req_1","seq":9,"subjectId":"lst_1"}`
    expect(linkOf((text) => text, { position: 0, hash: "0".repeat(64) }, entry).hash).toBe(bytes)
  })

  it("T-CHAIN-2 · counts what was written a moment ago as waiting, and chains it with the next round", async () => {
    const log = await open(2)
    await log.write([anEntry("pub_9"), anEntry("pub_8")])
    expect(await log.verify()).toMatchObject({ head: { position: 2 }, found: null, waiting: 2 })
    expect(await log.seal()).toBe(2)
    expect(await log.seal()).toBe(0)
    expect(await log.verify()).toMatchObject({ head: { position: 4 }, found: null, waiting: 0 })
  })

  it("T-CHAIN-3 · does not fork, however many writers and sealers are at it", async () => {
    const log = await open(0)
    const other = await openStore(log.url)
    const writers = Array.from({ length: 40 }, async (_, index) => {
      await log.write([anEntry(`pub_${index}`), anEntry(`pub_${index}`)])
      if (index % 3 === 0) await log.seal()
      if (index % 5 === 0) await other.transaction((tx) => sealBatch(tx.audit, hashOf))
    })
    await Promise.all(writers)
    await log.seal()
    expect(await log.verify()).toMatchObject({ head: { position: 80 }, found: null, waiting: 0 })
    await other.close()
  })

  it("T-CHAIN-4 · starts with everything that was written before there was a chain", async () => {
    const database = await engine.create()
    await migrateTo(
      database,
      migrations.findIndex(({ name }) => name === "audit chain"),
    )
    await database.rawSql(
      `insert into audit_log (${columns.replace("seq, ", "")})
        with recursive place (n) as (select 1 union all select n + 1 from place where n < 1203)
        select 'listing.created', 'user', 'usr_1', 'req_1', 'pub_1', n, '{}' from place`,
    )
    const store = await openStore(database.url)
    expect(await verifyAudit({ store, secrets })).toMatchObject({ head: { position: 1_203 }, found: null, waiting: 0 })
    await store.close()
    await database.drop()
  })

  it.each([
    "update audit_chain set hash = previous_hash",
    "update audit_chain set position = 9 where position = 1",
    "delete from audit_chain where position = 3",
  ])("refuses %j", async (statement) => {
    const log = await open(3)
    await expect(log.rawSql(statement)).rejects.toThrow(/^A link of the audit chain (?:never changes|is never removed)/)
  })

  const where = "where subject_id = 'pub_3'"
  const changed = { fault: "entry_changed", position: 3 }
  it.each([
    ["another action", [`update audit_log set action = 'listing.deleted' ${where}`], changed],
    ["another kind of actor", [`update audit_log set actor_kind = 'system' ${where}`], changed],
    ["another actor", [`update audit_log set actor_id = 'usr_x' ${where}`], changed],
    ["another request", [`update audit_log set request_id = '' ${where}`], changed],
    ["another subject", [`update audit_log set subject_id = 'pub_x' ${where}`], changed],
    ["another time", [`update audit_log set at_ms = 4 ${where}`], changed],
    ["other details", [`update audit_log set details = '{"place": 3}' ${where}`], changed],
    ["another publisher", [`update audit_log set publisher_id = null ${where}`], changed],
    ["a link to another entry", ["update audit_chain set seq = 99 where position = 3"], removed(3)],
    ["another hash", [`update audit_chain set hash = '${"1".repeat(64)}' where position = 3`], changed],
    [
      "another hash before",
      [`update audit_chain set previous_hash = '${"1".repeat(64)}' where position = 3`],
      { fault: "link_changed", position: 3 },
    ],
    [
      "another place",
      ["update audit_chain set position = 9 where position = 3"],
      { fault: "link_removed", position: 3 },
    ],
    ["another head", [`update audit_chain_head set hash = '${"1".repeat(64)}'`], { fault: "head_changed" }],
    ["a head further on", ["update audit_chain_head set position = 9"], { fault: "end_removed", position: 6 }],
    ["a head further back", ["update audit_chain_head set position = 4"], { fault: "head_changed", position: 4 }],
    ["an entry inserted", [forged(77)], { fault: "entry_inserted", position: null, seq: 77 }],
    ["an entry inserted in between", [forged(-1)], { fault: "entry_inserted", position: null, seq: -1 }],
    ["the first entry removed", ["delete from audit_log where subject_id = 'pub_1'"], removed(1)],
    ["a middle entry removed", [`delete from audit_log ${where}`], removed(3)],
    ["the last entry removed", ["delete from audit_log where subject_id = 'pub_5'"], removed(5)],
    [
      "a middle entry removed with its link",
      [`delete from audit_log ${where}`, "delete from audit_chain where position = 3"],
      { fault: "link_removed", position: 3 },
    ],
    [
      "the first entry removed and the rest moved up",
      [
        "delete from audit_log where subject_id = 'pub_1'",
        "delete from audit_chain where position = 1",
        "update audit_chain set position = position - 1",
        "update audit_chain_head set position = 4",
      ],
      { fault: "link_changed", position: 1 },
    ],
    [
      "the last entry removed with its link",
      ["delete from audit_log where subject_id = 'pub_5'", "delete from audit_chain where position = 5"],
      { fault: "end_removed", position: 5 },
    ],
    [
      "two entries swapped",
      [
        "update audit_log set subject_id = 'pub_y' where subject_id = 'pub_2'",
        "update audit_log set subject_id = 'pub_2', at_ms = 2, details = '{\"place\":2}' where subject_id = 'pub_4'",
        "update audit_log set subject_id = 'pub_4', at_ms = 4, details = '{\"place\":4}' where subject_id = 'pub_y'",
      ],
      { fault: "entry_changed", position: 2 },
    ],
    [
      "two links swapped",
      [
        "update audit_chain set position = 99 where position = 2",
        "update audit_chain set position = 2 where position = 4",
        "update audit_chain set position = 4 where position = 99",
      ],
      { fault: "link_changed", position: 2 },
    ],
  ])("T-CHAIN-5 · finds %s", async (_title, statements, expected) => {
    const log = await open(5)
    await log.tamper(statements)
    expect((await log.verify()).found).toMatchObject(expected)
  })

  it("T-CHAIN-5 · finds an entry that was removed before it was chained", async () => {
    const log = await open(2)
    await log.write([anEntry("pub_9")])
    await log.tamper(["delete from audit_log where subject_id = 'pub_9'"])
    expect((await log.verify()).found).toMatchObject({ fault: "entry_removed", position: null })
  })

  it("T-CHAIN-6 · holds the chain to what a checkpoint said: an end cut off and a history written anew are found", async () => {
    const log = await open(4)
    const early = await log.head()
    await log.write([anEntry("pub_5"), anEntry("pub_6")])
    await log.seal()
    const late = await log.head()
    expect((await log.verify([early, late])).found).toBeNull()

    await log.tamper([
      "delete from audit_log where subject_id in ('pub_5', 'pub_6')",
      "delete from audit_chain where position > 4",
      `update audit_chain_head set position = 4, hash = '${early.hash}'`,
    ])
    expect((await log.verify()).found).toBeNull()
    expect((await log.verify([early])).found).toBeNull()
    expect((await log.verify([late])).found).toEqual({ fault: "checkpoint_ahead", position: 5, seq: null })

    await rewrite(log)
    expect((await log.verify()).found).toBeNull()
    expect((await log.verify([early])).found).toMatchObject({ fault: "checkpoint_differs", position: 4 })
  })

  it("T-CHAIN-6 · takes the checkpoint of an empty chain, and no other hash of one", async () => {
    const log = await open(1)
    const empty = { position: 0, hash: "0".repeat(64) }
    expect((await log.verify([empty])).found).toBeNull()
    const other = { position: 0, hash: "1".repeat(64) }
    expect((await log.verify([other])).found).toMatchObject({ fault: "checkpoint_differs", position: 0 })
  })

  it("T-CHAIN-7 · is followed in batches, also while entries are written", async () => {
    const log = await open(2_105)
    const done = new AbortController()
    const writing = (async () => {
      while (!done.signal.aborted) {
        await log.write([anEntry("pub_busy")])
        await log.seal()
      }
    })()
    expect((await log.verify()).found).toBeNull()
    done.abort()
    await writing
    await log.tamper(["update audit_log set at_ms = 0 where subject_id = 'pub_2100'"])
    expect((await log.verify()).found).toMatchObject({ fault: "entry_changed", position: 2_100 })
  })
})

function removed(position: number) {
  return { fault: "entry_removed", position }
}

/** Changes the first entry and chains everything anew, as somebody would who owns the database and knows this code. */
async function rewrite(log: Awaited<ReturnType<typeof openChainedLog>>): Promise<void> {
  await log.tamper([
    "update audit_log set actor_id = 'usr_innocent' where subject_id = 'pub_1'",
    "delete from audit_chain",
    "insert into audit_waiting select seq from audit_log",
    `update audit_chain_head set position = 0, hash = '${"0".repeat(64)}'`,
  ])
  await log.seal()
}
