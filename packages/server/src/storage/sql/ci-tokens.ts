import type { Selectable } from "kysely"
import type { TrustedPublishingReads, TrustedPublishingStore } from "../../domain/trusted-publishing/store.ts"
import type { CiToken } from "../../domain/trusted-publishing/trusted-publisher.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

type TokenRow = Selectable<Tables["ci_tokens"]>

const byHash = prepared((db, { tokenHash }: Slots<{ tokenHash: string }>) =>
  db
    .selectFrom("ci_tokens")
    .select(["ci_token_id", "token_hash", "trusted_publisher_id", "publisher_id", "slug", "version", "digest"])
    .select(["provenance", "created_at_ms", "expires_at_ms", "revoked_at_ms", "used_at_ms"])
    .where("token_hash", "=", tokenHash),
)

const insert = prepared((db, row: Slots<TokenRow>) => db.insertInto("ci_tokens").values(row))

const revoke = prepared((db, { ciTokenId, atMs }: Slots<{ ciTokenId: string; atMs: number }>) =>
  db
    .updateTable("ci_tokens")
    .set({ revoked_at_ms: atMs })
    .where("ci_token_id", "=", ciTokenId)
    .where("revoked_at_ms", "is", null),
)

const noteUse = prepared((db, { ciTokenId, atMs }: Slots<{ ciTokenId: string; atMs: number }>) =>
  db.updateTable("ci_tokens").set({ used_at_ms: atMs }).where("ci_token_id", "=", ciTokenId),
)

const rememberJti = prepared((db, row: Slots<Selectable<Tables["used_ci_tokens"]>>) =>
  db
    .insertInto("used_ci_tokens")
    .values(row)
    .onConflict((conflict) => conflict.columns(["issuer", "jti"]).doNothing()),
)

const purgeUsed = prepared((db, { beforeMs }: Slots<{ beforeMs: number }>) =>
  db.deleteFrom("used_ci_tokens").where("expires_at_ms", "<=", beforeMs),
)

const purgeTokens = prepared((db, { beforeMs }: Slots<{ beforeMs: number }>) =>
  db.deleteFrom("ci_tokens").where("expires_at_ms", "<=", beforeMs),
)

export const ciTokenReads = (connection: Connection): Pick<TrustedPublishingReads, "findToken"> => ({
  async findToken(tokenHash) {
    const [row] = (await byHash(connection, { tokenHash })).rows
    return row && tokenOf(row)
  },
})

type Writes = "rememberJti" | "insertToken" | "revokeToken" | "noteTokenUse" | "purge"

export const ciTokenWrites = (connection: Connection): Pick<TrustedPublishingStore, Writes> => ({
  async rememberJti(issuer, jti, expiresAtMs) {
    return (await rememberJti(connection, { issuer, jti, expires_at_ms: expiresAtMs })).numAffectedRows === 1n
  },

  async insertToken(token) {
    await insert(connection, {
      ci_token_id: token.ciTokenId,
      token_hash: token.tokenHash,
      trusted_publisher_id: token.trustedPublisherId,
      publisher_id: token.publisherId,
      slug: token.slug,
      version: token.version,
      digest: token.digest,
      provenance: JSON.stringify(token.provenance),
      created_at_ms: token.createdAtMs,
      expires_at_ms: token.expiresAtMs,
      revoked_at_ms: token.revokedAtMs,
      used_at_ms: token.usedAtMs,
    })
  },

  revokeToken: async (ciTokenId, atMs) => (await revoke(connection, { ciTokenId, atMs })).numAffectedRows === 1n,

  async noteTokenUse(ciTokenId, atMs) {
    await noteUse(connection, { ciTokenId, atMs })
  },

  async purge(beforeMs) {
    const [used, over] = [await purgeUsed(connection, { beforeMs }), await purgeTokens(connection, { beforeMs })]
    return Number(used.numAffectedRows ?? 0n) + Number(over.numAffectedRows ?? 0n)
  },
})

const tokenOf = (row: TokenRow): CiToken => ({
  ciTokenId: row.ci_token_id,
  tokenHash: row.token_hash,
  trustedPublisherId: row.trusted_publisher_id,
  publisherId: row.publisher_id,
  slug: row.slug,
  version: row.version,
  digest: row.digest,
  provenance: JSON.parse(row.provenance),
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
  revokedAtMs: row.revoked_at_ms,
  usedAtMs: row.used_at_ms,
})
