import type { Selectable } from "kysely"
import type { IdempotencyRecord, IdempotencyScope, IdempotencyStore } from "../../domain/idempotency/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

const insert = prepared((db, row: Slots<Selectable<Tables["idempotency_keys"]>>) =>
  db
    .insertInto("idempotency_keys")
    .values(row)
    .onConflict((conflict) => conflict.columns(["principal_id", "route", "key_hash"]).doNothing()),
)

const find = prepared((db, { principalId, route, keyHash }: Slots<IdempotencyScope>) =>
  db
    .selectFrom("idempotency_keys")
    .select(["fingerprint", "result", "created_at_ms as createdAtMs"])
    .where("principal_id", "=", principalId)
    .where("route", "=", route)
    .where("key_hash", "=", keyHash),
)

const setResult = prepared(
  (db, { principalId, route, keyHash, result }: Slots<IdempotencyScope & { result: string }>) =>
    db
      .updateTable("idempotency_keys")
      .set({ result })
      .where("principal_id", "=", principalId)
      .where("route", "=", route)
      .where("key_hash", "=", keyHash),
)

const removeBefore = prepared((db, { beforeMs }: Slots<{ beforeMs: number }>) =>
  db.deleteFrom("idempotency_keys").where("created_at_ms", "<", beforeMs),
)

export const idempotencyStore = (connection: Connection): IdempotencyStore => ({
  reserve: (scope, fingerprint, nowMs) => reserve(connection, scope, fingerprint, nowMs),

  async complete({ principalId, route, keyHash }, result) {
    await setResult(connection, { principalId, route, keyHash, result })
  },

  purge: async (beforeMs) => Number((await removeBefore(connection, { beforeMs })).numAffectedRows),
})

/** The unique key makes the second of two transactions wait inside its insert until the first has ended. */
async function reserve(
  connection: Connection,
  { principalId, route, keyHash }: IdempotencyScope,
  fingerprint: string,
  nowMs: number,
): Promise<IdempotencyRecord | undefined> {
  const scope = { principal_id: principalId, route, key_hash: keyHash }
  const row = { ...scope, fingerprint, result: null, created_at_ms: nowMs }
  if ((await insert(connection, row)).numAffectedRows === 1n) return undefined
  const [first] = (await find(connection, { principalId, route, keyHash })).rows
  // A purge may remove the record between the two statements; then the key is free after all.
  return first ?? (await reserve(connection, { principalId, route, keyHash }, fingerprint, nowMs))
}
