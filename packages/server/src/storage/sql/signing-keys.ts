import type { SigningKeyReads, SigningKeyStore } from "../../domain/signing/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"

const all = prepared((db, _slots: Slots<object>) =>
  db.selectFrom("signing_keys").select(["generation", "kid", "x", "retired_at_ms"]).orderBy("generation"),
)

export const signingKeyReads = (connection: Connection): SigningKeyReads => ({
  async list() {
    const { rows } = await all(connection, {})
    return rows.map(({ retired_at_ms, ...key }) => ({ ...key, retiredAtMs: retired_at_ms }))
  },
})

export const signingKeyStore = (connection: Connection): SigningKeyStore => ({
  ...signingKeyReads(connection),

  async insert({ retiredAtMs, ...key }) {
    const query = connection.db
      .insertInto("signing_keys")
      .values({ ...key, retired_at_ms: retiredAtMs })
      .onConflict((conflict) => conflict.column("generation").doNothing())
    return (await query.executeTakeFirst()).numInsertedOrUpdatedRows === 1n
  },

  async retire(generation, atMs) {
    const query = connection.db.updateTable("signing_keys").set({ retired_at_ms: atMs })
    await query.where("generation", "=", generation).execute()
  },
})
