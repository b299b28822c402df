import type { Selectable } from "kysely"
import type { TargetReads, TargetStore } from "../../domain/targets/store.ts"
import type { Target } from "../../domain/targets/target.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import { rowsMax } from "./rows-max.ts"
import type { Tables } from "./tables.ts"

type TargetRow = Selectable<Tables["targets"]>
type SecretRow = Selectable<Tables["target_secrets"]>

const columns = [
  ...(["targets.target_id", "name", "target_system", "landing_url", "asset_kinds", "require_buyer_match"] as const),
  ...(["token_ttl_ms_max", "disabled_at_ms", "targets.created_at_ms"] as const),
]

const byName = prepared((db, { name }: Slots<{ name: string }>) =>
  db.selectFrom("targets").select(columns).where("name", "=", name),
)

const bySecretHash = prepared((db, { secretHash }: Slots<{ secretHash: string }>) =>
  db
    .selectFrom("target_secrets")
    .innerJoin("targets", "targets.target_id", "target_secrets.target_id")
    .select(columns)
    .select(["secret_id", "secret_hash", "revoked_at_ms"])
    .select("target_secrets.created_at_ms as secret_created_at_ms")
    .where("secret_hash", "=", secretHash),
)

const enabled = prepared((db) =>
  db.selectFrom("targets").select(columns).where("disabled_at_ms", "is", null).orderBy("name").limit(rowsMax),
)

const insert = prepared((db, row: Slots<TargetRow>) =>
  db
    .insertInto("targets")
    .values(row)
    .onConflict((conflict) => conflict.column("name").doNothing()),
)

const insertSecret = prepared((db, row: Slots<SecretRow>) => db.insertInto("target_secrets").values(row))

const countSecrets = prepared((db, { targetId }: Slots<{ targetId: string }>) =>
  db
    .selectFrom("target_secrets")
    .select(({ fn }) => fn.countAll<number>().as("live"))
    .where("target_id", "=", targetId)
    .where("revoked_at_ms", "is", null),
)

export const targetReads = (connection: Connection): TargetReads => ({
  async findByName(name) {
    const [row] = (await byName(connection, { name })).rows
    return row && targetOf(row)
  },

  async findBySecretHash(secretHash) {
    const [row] = (await bySecretHash(connection, { secretHash })).rows
    if (row === undefined) return undefined
    const secret = {
      secretId: row.secret_id,
      targetId: row.target_id,
      secretHash: row.secret_hash,
      createdAtMs: row.secret_created_at_ms,
      revokedAtMs: row.revoked_at_ms,
    }
    return { target: targetOf(row), secret }
  },

  list: async () => (await enabled(connection, {})).rows.map(targetOf),
})

export const targetStore = (connection: Connection): TargetStore => ({
  ...targetReads(connection),

  async insert(target) {
    const { numAffectedRows } = await insert(connection, {
      target_id: target.targetId,
      name: target.name,
      target_system: target.targetSystem,
      landing_url: target.landingUrl,
      asset_kinds: JSON.stringify(target.assetKinds),
      require_buyer_match: Number(target.requireBuyerMatch),
      token_ttl_ms_max: target.tokenTtlMsMax,
      disabled_at_ms: target.disabledAtMs,
      created_at_ms: target.createdAtMs,
    })
    return numAffectedRows === 1n
  },

  async addSecret(secret) {
    await insertSecret(connection, {
      secret_id: secret.secretId,
      target_id: secret.targetId,
      secret_hash: secret.secretHash,
      created_at_ms: secret.createdAtMs,
      revoked_at_ms: secret.revokedAtMs,
    })
  },

  countLiveSecrets: async (targetId) => (await countSecrets(connection, { targetId })).rows[0]?.live ?? 0,
})

const targetOf = (row: TargetRow): Target => ({
  targetId: row.target_id,
  name: row.name,
  targetSystem: row.target_system,
  landingUrl: row.landing_url,
  assetKinds: JSON.parse(row.asset_kinds),
  requireBuyerMatch: row.require_buyer_match === 1,
  tokenTtlMsMax: row.token_ttl_ms_max,
  disabledAtMs: row.disabled_at_ms,
  createdAtMs: row.created_at_ms,
})
