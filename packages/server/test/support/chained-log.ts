import type { AuditEntry } from "../../src/domain/audit/audit.ts"
import { sealAudit } from "../../src/domain/audit/seal.ts"
import { verifyAudit } from "../../src/domain/audit/verify.ts"
import type { ChainHead } from "../../src/domain/audit/chain.ts"
import type { Engine, TestDatabase } from "./engines.ts"
import { anEntry, hashOf } from "./records.ts"

export const secrets = { hash: hashOf } as Parameters<typeof sealAudit>[0]["secrets"]

/** A database whose audit log holds that many chained entries, numbered from one. */
export async function openChainedLog(engine: Engine, count: number) {
  const database = await engine.open()
  const context = { store: database.store, secrets }
  const write = (entries: readonly AuditEntry[]) =>
    database.store.transaction(async (tx) => {
      for (const entry of entries) await tx.audit.append(entry)
    })
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) =>
      anEntry(`pub_${from + index + 1}`, { atMs: from + index + 1, details: { place: from + index + 1 } }),
    )
  await write(numbered(0, count))
  await sealAudit(context)
  return {
    ...database,
    write,
    seal: () => sealAudit(context),
    verify: (checkpoints?: readonly ChainHead[]) => verifyAudit(context, checkpoints),
    head: () => database.store.read.audit.head(),
    /** Does what an intruder who owns the database can do. */
    async tamper(statements: readonly string[]) {
      await dropTriggers(engine, database)
      for (const statement of statements) await database.rawSql(statement)
    },
  }
}

const auditTables = ["audit_log", "audit_chain", "audit_waiting", "audit_chain_head"]

async function dropTriggers(engine: Engine, { rawSql }: TestDatabase): Promise<void> {
  if (engine.name !== "SQLite") {
    for (const table of auditTables) await rawSql(`alter table ${table} disable trigger user`)
    return
  }
  const triggers = await rawSql("select name from sqlite_master where type = 'trigger' and tbl_name like 'audit%'")
  for (const { name } of triggers) await rawSql(`drop trigger ${String(name)}`)
}
