import type { Selectable } from "kysely"
import type { TokenReads, TokenStore } from "../../domain/identity/store.ts"
import type { PersonalToken } from "../../domain/identity/user.ts"
import type { Connection } from "./connection.ts"
import { isAfter, type PageValues, pageValues } from "./newest-first.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"
import { userColumns, userOf } from "./users.ts"

type TokenRow = Selectable<Tables["personal_tokens"]>

const tokenColumns = [
  ...(["token_id", "personal_tokens.user_id", "name", "scopes", "token_hash", "expires_at_ms"] as const),
  ...(["revoked_at_ms", "listing_ids", "last_used_at_ms"] as const),
]

const byHash = prepared((db, { tokenHash }: Slots<{ tokenHash: string }>) =>
  db
    .selectFrom("personal_tokens")
    .innerJoin("users", "users.user_id", "personal_tokens.user_id")
    .select(tokenColumns)
    .select("personal_tokens.created_at_ms as token_created_at_ms")
    .select(userColumns)
    .where("token_hash", "=", tokenHash),
)

const byId = prepared((db, { tokenId }: Slots<{ tokenId: string }>) =>
  db.selectFrom("personal_tokens").select(tokenColumns).select("created_at_ms").where("token_id", "=", tokenId),
)

const ofUser = prepared((db, { userId, ...page }: Slots<{ userId: string } & PageValues>) =>
  db
    .selectFrom("personal_tokens")
    .select(tokenColumns)
    .select("created_at_ms")
    .where("user_id", "=", userId)
    .where(isAfter(["created_at_ms", "token_id"], page))
    .orderBy("created_at_ms", "desc")
    .orderBy("token_id", "desc")
    .limit(page.limit),
)

const countLive = prepared((db, { userId, nowMs }: Slots<{ userId: string; nowMs: number }>) =>
  db
    .selectFrom("personal_tokens")
    .select(({ fn }) => fn.countAll<number>().as("live"))
    .where("user_id", "=", userId)
    .where("revoked_at_ms", "is", null)
    .where("expires_at_ms", ">", nowMs),
)

const insert = prepared((db, row: Slots<TokenRow>) => db.insertInto("personal_tokens").values(row))

const revoke = prepared((db, { tokenId, nowMs }: Slots<{ tokenId: string; nowMs: number }>) =>
  db
    .updateTable("personal_tokens")
    .set({ revoked_at_ms: nowMs })
    .where("token_id", "=", tokenId)
    .where("revoked_at_ms", "is", null),
)

const noteUse = prepared((db, { tokenId, usedAtMs }: Slots<{ tokenId: string; usedAtMs: number }>) =>
  db
    .updateTable("personal_tokens")
    .set({ last_used_at_ms: usedAtMs })
    .where("token_id", "=", tokenId)
    .where((eb) => eb.or([eb("last_used_at_ms", "is", null), eb("last_used_at_ms", "<", usedAtMs)])),
)

export const tokenReads = (connection: Connection): TokenReads => ({
  async find(tokenId) {
    const [row] = (await byId(connection, { tokenId })).rows
    return row && tokenOf(row)
  },

  async findByHash(tokenHash) {
    const [row] = (await byHash(connection, { tokenHash })).rows
    if (row === undefined) return undefined
    return { token: tokenOf({ ...row, created_at_ms: row.token_created_at_ms }), user: userOf(row) }
  },

  async listOfUser(userId, page) {
    return (await ofUser(connection, { userId, ...pageValues(page) })).rows.map(tokenOf)
  },
})

export const tokenStore = (connection: Connection): TokenStore => ({
  ...tokenReads(connection),

  async insert(token) {
    await insert(connection, {
      token_id: token.tokenId,
      user_id: token.userId,
      name: token.name,
      scopes: JSON.stringify(token.scopes),
      token_hash: token.tokenHash,
      created_at_ms: token.createdAtMs,
      expires_at_ms: token.expiresAtMs,
      revoked_at_ms: token.revokedAtMs,
      listing_ids: token.listingIds && JSON.stringify(token.listingIds),
      last_used_at_ms: token.lastUsedAtMs,
    })
  },

  countLive: async (userId, nowMs) => (await countLive(connection, { userId, nowMs })).rows[0]?.live ?? 0,

  revoke: async (tokenId, nowMs) => (await revoke(connection, { tokenId, nowMs })).numAffectedRows === 1n,

  async noteUse(tokenId, usedAtMs) {
    await noteUse(connection, { tokenId, usedAtMs })
  },
})

const tokenOf = (row: TokenRow): PersonalToken => ({
  tokenId: row.token_id,
  userId: row.user_id,
  name: row.name,
  scopes: JSON.parse(row.scopes),
  tokenHash: row.token_hash,
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
  revokedAtMs: row.revoked_at_ms,
  listingIds: row.listing_ids === null ? null : JSON.parse(row.listing_ids),
  lastUsedAtMs: row.last_used_at_ms,
})
