import type { Ddl } from "../sql/dialect/dialect.ts"
import type { Migration } from "./migration.ts"

/**
 * The keys that statements are signed with, and the receipts of what was published. A receipt outlives a draft that is
 * deleted with its releases: it was handed out.
 */
export const signedStatements: Migration = {
  number: 16,
  name: "signed statements",
  statements: (ddl) => [...keys(ddl), ...receipts(ddl)],
}

const keys = ({ text, ms, strict, refuseUpdate, refuseRemoval }: Ddl) => [
  `create table signing_keys (
    generation ${ms} primary key check (generation > 0),
    kid ${text} not null unique,
    x ${text} not null,
    retired_at_ms ${ms}
  ) ${strict}`,
  refuseUpdate({
    name: "signing_keys_keep_key",
    table: "signing_keys",
    columns: "generation, kid, x",
    message: "A signing key never changes.",
  }),
  ...refuseRemoval({ table: "signing_keys", keys: [["generation"]], message: "A signing key is never removed." }),
]

const receipts = ({ text, ms, strict, refuseUpdate, refuseRemoval }: Ddl) => [
  `create table receipts (
    release_id ${text} primary key,
    sequence ${ms} not null unique check (sequence > 0),
    jws ${text} not null
  ) ${strict}`,
  refuseUpdate({
    name: "receipts_keep_receipt",
    table: "receipts",
    columns: "release_id, sequence, jws",
    message: "A receipt never changes.",
  }),
  ...refuseRemoval({
    table: "receipts",
    keys: [["release_id"], ["sequence"]],
    message: "A receipt is never removed.",
  }),
  `create table receipt_counter (id integer primary key check (id = 1), sequence ${ms} not null) ${strict}`,
  "insert into receipt_counter (id, sequence) values (1, 0)",
]
