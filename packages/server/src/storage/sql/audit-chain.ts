import type { Kysely } from "kysely"
import { emptyChain, type StoredEntry } from "../../domain/audit/chain.ts"
import type { AuditChainStore, AuditReads } from "../../domain/audit/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

type ChainReads = Omit<AuditReads, "search">

const readHead = prepared((db, _slots: Slots<object>) =>
  db.selectFrom("audit_chain_head").select(["position", "hash"]).where("id", "=", 1),
)

// The row stays locked until the transaction ends, so of several sealers each goes on from where the last one ended.
const takeHead = prepared((db, _slots: Slots<object>) =>
  db
    .updateTable("audit_chain_head")
    .set((eb) => ({ position: eb.ref("position") }))
    .where("id", "=", 1)
    .returning(["position", "hash"]),
)

const moveHead = prepared((db, { position, hash }: Slots<{ position: number; hash: string }>) =>
  db.updateTable("audit_chain_head").set({ position, hash }).where("id", "=", 1),
)

const waitingEntries = prepared((db, { limit }: Slots<{ limit: number }>) =>
  db
    .selectFrom("audit_waiting")
    .innerJoin("audit_log", "audit_log.seq", "audit_waiting.seq")
    .select(["audit_log.seq", "action", "actor_kind", "actor_id", "request_id", "subject_id", "publisher_id"])
    .select(["at_ms", "details"])
    .orderBy("audit_waiting.seq")
    .limit(limit),
)

const linkedEntries = prepared((db, { after, limit }: Slots<{ after: number; limit: number }>) =>
  db
    .selectFrom("audit_chain")
    .leftJoin("audit_log", "audit_log.seq", "audit_chain.seq")
    .select(["position", "audit_chain.seq as link_seq", "previous_hash", "hash", "audit_log.seq", "action"])
    .select(["actor_kind", "actor_id", "request_id", "subject_id", "publisher_id", "at_ms", "details"])
    .where("position", ">", after)
    .orderBy("position")
    .limit(limit),
)

// One statement sees one moment: an entry that is chained just then is either still waiting or already linked.
const entryPlaces = prepared((db, { after, limit }: Slots<{ after: number; limit: number }>) =>
  db
    .selectFrom("audit_log")
    .leftJoin("audit_chain", "audit_chain.seq", "audit_log.seq")
    .leftJoin("audit_waiting", "audit_waiting.seq", "audit_log.seq")
    .select(["audit_log.seq", "audit_chain.seq as link_seq", "audit_waiting.seq as waiting_seq"])
    .where("audit_log.seq", ">", after)
    .orderBy("audit_log.seq")
    .limit(limit),
)

const waitingUpTo = (db: Kysely<Tables>, limit: number) => db.selectFrom("audit_waiting").select("seq").limit(limit)

export const auditChainReads = (connection: Connection): ChainReads => ({
  head: async () => (await readHead(connection, {})).rows[0] ?? emptyChain,

  async listLinked(after, limit) {
    const { rows } = await linkedEntries(connection, { after, limit })
    return rows.map(({ position, link_seq, previous_hash, hash, ...row }) => ({
      link: { position, seq: link_seq, previousHash: previous_hash, hash },
      entry: row.seq === null ? null : storedEntry(row as EntryRow),
    }))
  },

  async listPlaces(after, limit) {
    const { rows } = await entryPlaces(connection, { after, limit })
    return rows.map((row) => ({ seq: row.seq, isStray: row.link_seq === null && row.waiting_seq === null }))
  },

  countWaiting: async (limit) => (await waitingUpTo(connection.db, limit).execute()).length,

  async findLostWaiting() {
    const query = connection.db
      .selectFrom("audit_waiting")
      .leftJoin("audit_log", "audit_log.seq", "audit_waiting.seq")
      .select("audit_waiting.seq")
      .where("audit_log.seq", "is", null)
      .orderBy("audit_waiting.seq")
      .limit(1)
    return (await query.executeTakeFirst())?.seq
  },
})

export const auditChainStore = (connection: Connection): AuditChainStore => ({
  async lockHead() {
    const [head] = (await takeHead(connection, {})).rows
    if (head === undefined) throw new Error("The audit chain has lost its head.")
    return head
  },

  listWaiting: async (limit) => (await waitingEntries(connection, { limit })).rows.map(storedEntry),

  async appendLinks(links) {
    const last = links.at(-1)
    if (last === undefined) return
    const rows = links.map(({ position, seq, previousHash, hash }) => ({
      position,
      seq,
      previous_hash: previousHash,
      hash,
    }))
    await connection.db.insertInto("audit_chain").values(rows).execute()
    const seqs = links.map(({ seq }) => seq)
    await connection.db.deleteFrom("audit_waiting").where("seq", "in", seqs).execute()
    await moveHead(connection, { position: last.position, hash: last.hash })
  },
})

type EntryRow = Omit<Tables["audit_log"], "seq"> & { seq: number }

const storedEntry = (row: EntryRow): StoredEntry => ({
  seq: row.seq,
  action: row.action,
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  requestId: row.request_id,
  subjectId: row.subject_id,
  publisherId: row.publisher_id,
  atMs: row.at_ms,
  details: row.details,
})
