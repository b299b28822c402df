import type { Selectable } from "kysely"
import type { TokenReads, TokenStore } from "../../domain/identity/store.ts"
import type { PersonalToken } from "../../domain/identity/user.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"
import { userOf } from "./users.ts"

const byHash = prepared((db, { tokenHash }: Slots<{ tokenHash: string }>) =>
  db
    .selectFrom("personal_tokens")
    .innerJoin("users", "users.user_id", "personal_tokens.user_id")
    .select(["token_id", "name", "scopes", "token_hash", "expires_at_ms", "revoked_at_ms"])
    .select("personal_tokens.created_at_ms as token_created_at_ms")
    .selectAll("users")
    .where("token_hash", "=", tokenHash),
)

const insert = prepared((db, row: Slots<Selectable<Tables["personal_tokens"]>>) =>
  db.insertInto("personal_tokens").values(row),
)

export const tokenReads = (connection: Connection): TokenReads => ({
  async findByHash(tokenHash) {
    const [row] = (await byHash(connection, { tokenHash })).rows
    if (row === undefined) return undefined
    const token: PersonalToken = {
      tokenId: row.token_id,
      userId: row.user_id,
      name: row.name,
      scopes: JSON.parse(row.scopes),
      tokenHash: row.token_hash,
      createdAtMs: row.token_created_at_ms,
      expiresAtMs: row.expires_at_ms,
      revokedAtMs: row.revoked_at_ms,
    }
    return { token, user: userOf(row) }
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
    })
  },
})
