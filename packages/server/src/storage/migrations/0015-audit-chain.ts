import { createHash } from "node:crypto"
import { sealBatch } from "../../domain/audit/seal.ts"
import { auditChainStore } from "../sql/audit-chain.ts"
import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/** The chain over the audit log, and what waits to be chained; all that was written before is chained at once. */
export const auditChain: Migration = {
  number: 15,
  name: "audit chain",
  statements: (ddl) => [...chain(ddl), ...waiting(ddl)],
  async fill(connection) {
    const audit = auditChainStore(connection)
    while ((await sealBatch(audit, sha256)) > 0);
  },
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

const chain = ({ text, ms, strict, refuseUpdate, refuseRemoval }: Ddl) => [
  `create table audit_chain (
    position ${ms} primary key,
    seq ${ms} not null unique,
    previous_hash ${text} not null check (length(previous_hash) = 64),
    hash ${text} not null check (length(hash) = 64)
  ) ${strict}`,
  refuseUpdate({
    name: "audit_chain_keep_link",
    table: "audit_chain",
    columns: "position, seq, previous_hash, hash",
    message: "A link of the audit chain never changes.",
  }),
  ...refuseRemoval({
    table: "audit_chain",
    keys: [["position"], ["seq"]],
    message: "A link of the audit chain is never removed.",
  }),
  `create table audit_chain_head (
    id integer primary key check (id = 1),
    position ${ms} not null,
    hash ${text} not null
  ) ${strict}`,
  `insert into audit_chain_head (id, position, hash) values (1, 0, '${"0".repeat(64)}')`,
]

const waiting = ({ ms, strict }: Ddl) => [
  `create table audit_waiting (seq ${ms} primary key) ${strict}`,
  "insert into audit_waiting (seq) select seq from audit_log",
]
