import { type Kysely, sql } from "kysely"
import type { DatabaseMode, Reads, Store, Transaction } from "../../domain/store.ts"
import type { Engine } from "../engine/engine.ts"
import { StorageError } from "../storage-error.ts"
import { auditReads, auditStore } from "./audit.ts"
import { changeReads, changeStore } from "./changes.ts"
import type { Connection } from "./connection.ts"
import { deviceLoginReads, deviceLoginStore } from "./device-logins.ts"
import { handoffReads, handoffStore } from "./handoffs.ts"
import { idempotencyStore } from "./idempotency.ts"
import { imageReads, imageStore } from "./images.ts"
import { installReads, installStore } from "./installs.ts"
import { listingReads, listingStore } from "./listings.ts"
import { metricReads, metricStore } from "./metrics.ts"
import { moderationReads, moderationStore } from "./moderation.ts"
import { publisherReads, publisherStore } from "./publishers.ts"
import { rateLimitReads, rateLimitStore } from "./rate-limits.ts"
import { receiptReads, receiptStore } from "./receipts.ts"
import { releaseReads, releaseStore } from "./releases.ts"
import { reportReads, reportStore } from "./reports.ts"
import { revocationReads, revocationStore } from "./revocations.ts"
import { sessionReads, sessionStore } from "./sessions.ts"
import { suspensionReads, suspensionStore } from "./suspensions.ts"
import { signingKeyReads, signingKeyStore } from "./signing-keys.ts"
import type { Tables } from "./tables.ts"
import { signInLinkReads, signInLinkStore } from "./sign-in-links.ts"
import { webSessionReads, webSessionStore } from "./web-sessions.ts"
import { trustedPublishingReads, trustedPublishingStore } from "./trusted-publishing.ts"
import { targetReads, targetStore } from "./targets.ts"
import { tokenReads, tokenStore } from "./tokens.ts"
import { userReads, userStore } from "./users.ts"

/** The storage port over one engine. */
export function createStore(engine: Engine): Store {
  const { dialect } = engine
  const reads = readsOf({ db: engine.reader, dialect })
  return {
    get read() {
      refuseInside(engine)
      return reads
    },

    async transaction(work) {
      refuseInside(engine)
      return await engine.transaction((db) => work(transactionOf({ db, dialect })))
    },

    async ping() {
      refuseInside(engine)
      await sql`select 1`.execute(engine.reader)
    },

    async mode() {
      refuseInside(engine)
      const query = engine.reader.selectFrom("meta").select("value").where("name", "=", "mode")
      return (await query.executeTakeFirst())?.value
    },

    async stampMode(mode) {
      refuseInside(engine)
      await engine.transaction((db) => stamp(db, mode))
    },

    close: () => engine.close(),
  }
}

/**
 * On SQLite a transaction inside a transaction would wait for itself for ever. On PostgreSQL it, or a read, would take
 * a second connection while holding one, until a busy moment leaves everybody waiting. So both refuse at once.
 */
function refuseInside(engine: Engine): void {
  if (!engine.isInTransaction()) return
  throw new StorageError("Inside a transaction everything goes through `tx`, never through the store.")
}

const readsOf = (connection: Connection): Reads => ({
  users: userReads(connection),
  tokens: tokenReads(connection),
  sessions: sessionReads(connection),
  deviceLogins: deviceLoginReads(connection),
  webSessions: webSessionReads(connection),
  signInLinks: signInLinkReads(connection),
  publishers: publisherReads(connection),
  listings: listingReads(connection),
  images: imageReads(connection),
  releases: releaseReads(connection),
  receipts: receiptReads(connection),
  targets: targetReads(connection),
  installs: installReads(connection),
  handoffs: handoffReads(connection),
  revocations: revocationReads(connection),
  signingKeys: signingKeyReads(connection),
  rateLimits: rateLimitReads(connection),
  changes: changeReads(connection),
  reports: reportReads(connection),
  suspensions: suspensionReads(connection),
  moderation: moderationReads(connection),
  audit: auditReads(connection),
  metrics: metricReads(connection),
  trustedPublishing: trustedPublishingReads(connection),
})

const transactionOf = (connection: Connection): Transaction => ({
  users: userStore(connection),
  tokens: tokenStore(connection),
  sessions: sessionStore(connection),
  deviceLogins: deviceLoginStore(connection),
  webSessions: webSessionStore(connection),
  signInLinks: signInLinkStore(connection),
  publishers: publisherStore(connection),
  listings: listingStore(connection),
  images: imageStore(connection),
  releases: releaseStore(connection),
  receipts: receiptStore(connection),
  targets: targetStore(connection),
  installs: installStore(connection),
  handoffs: handoffStore(connection),
  revocations: revocationStore(connection),
  signingKeys: signingKeyStore(connection),
  changes: changeStore(connection),
  reports: reportStore(connection),
  suspensions: suspensionStore(connection),
  moderation: moderationStore(connection),
  audit: auditStore(connection),
  metrics: metricStore(connection),
  trustedPublishing: trustedPublishingStore(connection),
  idempotency: idempotencyStore(connection),
  rateLimits: rateLimitStore(connection),
})

async function stamp(db: Kysely<Tables>, mode: DatabaseMode): Promise<void> {
  const row = { name: "mode", value: mode } as const
  await db
    .insertInto("meta")
    .values(row)
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute()
}
