import type { TargetSystem } from "@fleetprompt/sdk/contracts"
import type { TargetReads, TargetStore } from "../../domain/targets/store.ts"
import { rememberAssertion, purgeAssertions } from "./assertions.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import { rowsMax } from "./rows-max.ts"
import { credentialReads, credentialWrites } from "./target-credentials.ts"
import { changingColumns, rowOf, targetColumns, targetOf, type TargetRow } from "./target-row.ts"

const byId = prepared((db, { targetId }: Slots<{ targetId: string }>) =>
  db.selectFrom("targets").select(targetColumns).where("target_id", "=", targetId),
)

const byName = prepared((db, { name }: Slots<{ name: string }>) =>
  db.selectFrom("targets").select(targetColumns).where("name", "=", name),
)

const defaultOf = prepared((db, { targetSystem }: Slots<{ targetSystem: TargetSystem }>) =>
  db.selectFrom("targets").select(targetColumns).where("target_system", "=", targetSystem).where("is_default", "=", 1),
)

const enabled = prepared((db) =>
  db.selectFrom("targets").select(targetColumns).where("disabled_at_ms", "is", null).orderBy("name").limit(rowsMax),
)

const all = prepared((db) => db.selectFrom("targets").select(targetColumns).orderBy("name").limit(rowsMax))

const lock = prepared((db, { name }: Slots<{ name: string }>) =>
  db.selectFrom("targets").select("target_id").where("name", "=", name).forNoKeyUpdate(),
)

const hold = prepared((db, { targetId }: Slots<{ targetId: string }>) =>
  db.selectFrom("targets").select("target_id").where("target_id", "=", targetId).forShare(),
)

const insert = prepared((db, row: Slots<TargetRow>) =>
  db
    .insertInto("targets")
    .values(row)
    .onConflict((conflict) => conflict.column("name").doNothing()),
)

type Change = ReturnType<typeof changingColumns> & { targetId: string }

const update = prepared((db, { targetId, ...columns }: Slots<Change>) =>
  db.updateTable("targets").set(columns).where("target_id", "=", targetId),
)

const clearDefault = prepared((db, { targetSystem }: Slots<{ targetSystem: TargetSystem }>) =>
  db
    .updateTable("targets")
    .set((eb) => ({ is_default: 0, row_version: eb("row_version", "+", 1) }))
    .where("target_system", "=", targetSystem)
    .where("is_default", "=", 1),
)

const setDefault = prepared((db, { targetId }: Slots<{ targetId: string }>) =>
  db.updateTable("targets").set({ is_default: 1 }).where("target_id", "=", targetId),
)

const setVersions = prepared((db, { targetId, versions }: Slots<{ targetId: string; versions: string }>) =>
  db
    .updateTable("targets")
    .set((eb) => ({ system_versions: versions, row_version: eb("row_version", "+", 1) }))
    .where("target_id", "=", targetId)
    .where("system_versions", "<>", versions),
)

export const targetReads = (connection: Connection): TargetReads => ({
  async findByName(name) {
    const [row] = (await byName(connection, { name })).rows
    return row && targetOf(row)
  },

  async findDefault(targetSystem) {
    const [row] = (await defaultOf(connection, { targetSystem })).rows
    return row && targetOf(row)
  },

  list: async () => (await enabled(connection, {})).rows.map(targetOf),
  listAll: async () => (await all(connection, {})).rows.map(targetOf),
  ...credentialReads(connection),
})

export const targetStore = (connection: Connection): TargetStore => {
  const reads = targetReads(connection)
  return {
    ...reads,

    insert: async (target) => (await insert(connection, rowOf(target))).numAffectedRows === 1n,

    async lockByName(name) {
      if (connection.dialect.locksRows) await lock(connection, { name })
      return await reads.findByName(name)
    },

    async hold(targetId) {
      if (connection.dialect.locksRows) await hold(connection, { targetId })
      const [row] = (await byId(connection, { targetId })).rows
      return row && targetOf(row)
    },

    async update(target) {
      await update(connection, { targetId: target.targetId, ...changingColumns(target) })
    },

    async makeDefault({ targetId, targetSystem }) {
      await clearDefault(connection, { targetSystem })
      await setDefault(connection, { targetId })
    },

    async setVersions(targetId, versions) {
      const { numAffectedRows } = await setVersions(connection, { targetId, versions: JSON.stringify(versions) })
      return numAffectedRows === 1n
    },

    ...credentialWrites(connection),
    rememberAssertion: (targetId, jti, expiresAtMs) => rememberAssertion(connection, targetId, jti, expiresAtMs),
    purgeAssertions: (nowMs, limit) => purgeAssertions(connection, nowMs, limit),
  }
}
