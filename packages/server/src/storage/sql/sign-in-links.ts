import type { Selectable } from "kysely"
import type { SignInLink } from "../../domain/web-sessions/session.ts"
import type { SignInLinkReads, SignInLinkStore } from "../../domain/web-sessions/store.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"
import { userColumns, userOf } from "./users.ts"

type LinkRow = Selectable<Tables["sign_in_links"]>
type Sought = { secretHash: string; nowMs: number }

const userByHash = prepared((db, { secretHash, nowMs }: Slots<Sought>) =>
  db
    .selectFrom("sign_in_links")
    .innerJoin("users", "users.user_id", "sign_in_links.user_id")
    .select(userColumns)
    .where("secret_hash", "=", secretHash)
    .where("expires_at_ms", ">", nowMs),
)

const insert = prepared((db, row: Slots<LinkRow>) => db.insertInto("sign_in_links").values(row))

const take = prepared((db, { secretHash, nowMs }: Slots<Sought>) =>
  db
    .deleteFrom("sign_in_links")
    .where("secret_hash", "=", secretHash)
    .where("expires_at_ms", ">", nowMs)
    .returning(["link_id", "user_id", "secret_hash", "created_at_ms", "expires_at_ms"]),
)

const purge = prepared((db, { nowMs }: Slots<{ nowMs: number }>) =>
  db.deleteFrom("sign_in_links").where("expires_at_ms", "<=", nowMs),
)

export const signInLinkReads = (connection: Connection): SignInLinkReads => ({
  async findUser(secretHash, nowMs) {
    const [row] = (await userByHash(connection, { secretHash, nowMs })).rows
    return row && userOf(row)
  },
})

export const signInLinkStore = (connection: Connection): SignInLinkStore => ({
  ...signInLinkReads(connection),

  async insert(link) {
    await insert(connection, {
      link_id: link.linkId,
      user_id: link.userId,
      secret_hash: link.secretHash,
      created_at_ms: link.createdAtMs,
      expires_at_ms: link.expiresAtMs,
    })
  },

  async take(secretHash, nowMs) {
    const [row] = (await take(connection, { secretHash, nowMs })).rows
    return row && linkOf(row)
  },

  purge: async (nowMs) => Number((await purge(connection, { nowMs })).numAffectedRows),
})

const linkOf = (row: LinkRow): SignInLink => ({
  linkId: row.link_id,
  userId: row.user_id,
  secretHash: row.secret_hash,
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
})
