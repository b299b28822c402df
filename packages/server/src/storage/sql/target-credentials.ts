import type { Kysely, Selectable } from "kysely"
import type { FoundCredential, TargetReads, TargetStore } from "../../domain/targets/store.ts"
import type { TargetCredential } from "../../domain/targets/target.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import { rowsMax } from "./rows-max.ts"
import type { Tables } from "./tables.ts"
import { targetColumns, targetOf, type TargetRow } from "./target-row.ts"

type CredentialRow = Selectable<Tables["target_credentials"]>

const credentialColumns = [
  ...(["credential_id", "target_credentials.target_id", "kind", "kid", "public_key", "secret_hash"] as const),
  ...(["expires_at_ms", "revoked_at_ms", "last_used_at_ms"] as const),
]

const withTarget = (db: Kysely<Tables>) =>
  db
    .selectFrom("target_credentials")
    .innerJoin("targets", "targets.target_id", "target_credentials.target_id")
    .select(targetColumns)
    .select(credentialColumns)
    .select("target_credentials.created_at_ms as credential_created_at_ms")

const bySecretHash = prepared((db, { secretHash }: Slots<{ secretHash: string }>) =>
  withTarget(db).where("secret_hash", "=", secretHash),
)

const byKey = prepared((db, { targetId, kid }: Slots<{ targetId: string; kid: string }>) =>
  withTarget(db).where("target_credentials.target_id", "=", targetId).where("kid", "=", kid),
)

const ofTarget = prepared((db, { targetId }: Slots<{ targetId: string }>) =>
  db
    .selectFrom("target_credentials")
    .select(credentialColumns)
    .select("created_at_ms")
    .where("target_id", "=", targetId)
    .orderBy("created_at_ms")
    .orderBy("credential_id")
    .limit(rowsMax),
)

const insert = prepared((db, row: Slots<CredentialRow>) =>
  db
    .insertInto("target_credentials")
    .values(row)
    .onConflict((conflict) => conflict.columns(["target_id", "kid"]).doNothing()),
)

const end = prepared((db, { credentialId, expiresAtMs }: Slots<{ credentialId: string; expiresAtMs: number }>) =>
  db.updateTable("target_credentials").set({ expires_at_ms: expiresAtMs }).where("credential_id", "=", credentialId),
)

const revoke = prepared(
  (db, { targetId, credentialId, nowMs }: Slots<{ targetId: string; credentialId: string; nowMs: number }>) =>
    db
      .updateTable("target_credentials")
      .set({ revoked_at_ms: nowMs })
      .where("target_id", "=", targetId)
      .where("credential_id", "=", credentialId)
      .where("revoked_at_ms", "is", null),
)

const noteUse = prepared((db, { credentialId, usedAtMs }: Slots<{ credentialId: string; usedAtMs: number }>) =>
  db
    .updateTable("target_credentials")
    .set({ last_used_at_ms: usedAtMs })
    .where("credential_id", "=", credentialId)
    .where((eb) => eb.or([eb("last_used_at_ms", "is", null), eb("last_used_at_ms", "<", usedAtMs)])),
)

export const credentialReads = (
  connection: Connection,
): Pick<TargetReads, "findBySecretHash" | "findByKey" | "listCredentials"> => ({
  async findBySecretHash(secretHash) {
    const [row] = (await bySecretHash(connection, { secretHash })).rows
    return row && foundOf(row)
  },

  async findByKey(targetId, kid) {
    const [row] = (await byKey(connection, { targetId, kid })).rows
    return row && foundOf(row)
  },

  listCredentials: async (targetId) => (await ofTarget(connection, { targetId })).rows.map(credentialOf),
})

export const credentialWrites = (
  connection: Connection,
): Pick<TargetStore, "addCredential" | "endCredential" | "revokeCredential" | "noteCredentialUse"> => ({
  async addCredential(credential) {
    const { numAffectedRows } = await insert(connection, {
      credential_id: credential.credentialId,
      target_id: credential.targetId,
      kind: credential.kind,
      kid: credential.kid,
      public_key: credential.publicKey && JSON.stringify(credential.publicKey),
      secret_hash: credential.secretHash,
      created_at_ms: credential.createdAtMs,
      expires_at_ms: credential.expiresAtMs,
      revoked_at_ms: credential.revokedAtMs,
      last_used_at_ms: credential.lastUsedAtMs,
    })
    return numAffectedRows === 1n
  },

  async endCredential(credentialId, expiresAtMs) {
    await end(connection, { credentialId, expiresAtMs })
  },

  revokeCredential: async (targetId, credentialId, nowMs) =>
    (await revoke(connection, { targetId, credentialId, nowMs })).numAffectedRows === 1n,

  async noteCredentialUse(credentialId, usedAtMs) {
    await noteUse(connection, { credentialId, usedAtMs })
  },
})

const foundOf = (row: TargetRow & Omit<CredentialRow, "created_at_ms"> & { credential_created_at_ms: number }) =>
  ({
    target: targetOf(row),
    credential: credentialOf({ ...row, created_at_ms: row.credential_created_at_ms }),
  }) satisfies FoundCredential

const credentialOf = (row: CredentialRow): TargetCredential => ({
  credentialId: row.credential_id,
  targetId: row.target_id,
  kind: row.kind,
  kid: row.kid,
  publicKey: row.public_key === null ? null : JSON.parse(row.public_key),
  secretHash: row.secret_hash,
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
  revokedAtMs: row.revoked_at_ms,
  lastUsedAtMs: row.last_used_at_ms,
})
