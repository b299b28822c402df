import type { Kysely, Selectable } from "kysely"
import type { Release, Revocation } from "../../domain/releases/release.ts"
import type { ReleaseReads, ReleaseStore } from "../../domain/releases/store.ts"
import { artifactOf } from "./artifact.ts"
import type { Connection } from "./connection.ts"
import { isAfter, pageValues, type PageValues } from "./newest-first.ts"
import { prepared, type Slots } from "./prepared.ts"
import type { Tables } from "./tables.ts"

type ReleaseRow = Selectable<Tables["releases"]>

const releaseRows = (db: Kysely<Tables>) =>
  db
    .selectFrom("releases")
    .select(["release_id", "listing_id", "version", "status", "digest", "refs", "compatibility"])
    .select(["artifact_url", "artifact_sha256", "notes", "published_at_ms", "revoked_at_ms"])
    .select(["revocation_reason", "revocation_note", "provenance"])

const byId = prepared((db, { releaseId }: Slots<{ releaseId: string }>) =>
  releaseRows(db).where("release_id", "=", releaseId),
)

const byVersion = prepared((db, { listingId, version }: Slots<{ listingId: string; version: string }>) =>
  releaseRows(db).where("listing_id", "=", listingId).where("version", "=", version),
)

const ofListing = prepared((db, { listingId, ...page }: Slots<{ listingId: string } & PageValues>) =>
  releaseRows(db)
    .where("listing_id", "=", listingId)
    .where(isAfter(["published_at_ms", "release_id"], page))
    .orderBy("published_at_ms", "desc")
    .orderBy("release_id", "desc")
    .limit(page.limit),
)

const insert = prepared((db, row: Slots<ReleaseRow>) =>
  db
    .insertInto("releases")
    .values(row)
    .onConflict((conflict) => conflict.columns(["listing_id", "version"]).doNothing()),
)

const revoke = prepared((db, { releaseId, reason, note, atMs }: Slots<Revocation & { releaseId: string }>) =>
  db
    .updateTable("releases")
    .set({ status: "revoked", revoked_at_ms: atMs, revocation_reason: reason, revocation_note: note })
    .where("release_id", "=", releaseId)
    .where("status", "=", "published"),
)

const live = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db
    .selectFrom("releases")
    .select(["release_id as releaseId", "version"])
    .where("listing_id", "=", listingId)
    .where("status", "=", "published"),
)

export const releaseReads = (connection: Connection): ReleaseReads => ({
  async findById(releaseId) {
    const [row] = (await byId(connection, { releaseId })).rows
    return row && releaseOf(row)
  },

  async findByVersion(listingId, version) {
    const [row] = (await byVersion(connection, { listingId, version })).rows
    return row && releaseOf(row)
  },

  async list(listingId, page) {
    const { rows } = await ofListing(connection, { listingId, ...pageValues(page) })
    return rows.map(releaseOf)
  },
})

export const releaseStore = (connection: Connection): ReleaseStore => ({
  ...releaseReads(connection),

  async insert(release) {
    const { numAffectedRows } = await insert(connection, {
      release_id: release.releaseId,
      listing_id: release.listingId,
      version: release.version,
      status: release.status,
      digest: release.digest,
      refs: JSON.stringify(release.refs),
      compatibility: JSON.stringify(release.compatibility),
      artifact_url: release.artifact?.url ?? null,
      artifact_sha256: release.artifact?.sha256 ?? null,
      notes: release.notes,
      published_at_ms: release.publishedAtMs,
      revoked_at_ms: release.revocation?.atMs ?? null,
      revocation_reason: release.revocation?.reason ?? null,
      revocation_note: release.revocation?.note ?? null,
      provenance: release.provenance && JSON.stringify(release.provenance),
    })
    return numAffectedRows === 1n
  },

  async revoke(releaseId, { reason, note, atMs }) {
    return (await revoke(connection, { releaseId, reason, note, atMs })).numAffectedRows === 1n
  },

  liveVersions: async (listingId) => (await live(connection, { listingId })).rows,
})

const releaseOf = (row: ReleaseRow): Release => ({
  releaseId: row.release_id,
  listingId: row.listing_id,
  version: row.version,
  status: row.status,
  digest: row.digest,
  refs: JSON.parse(row.refs),
  compatibility: JSON.parse(row.compatibility),
  artifact: artifactOf(row),
  notes: row.notes,
  publishedAtMs: row.published_at_ms,
  // Whoever revokes by hand, in the database itself, may give no reason.
  revocation:
    row.revoked_at_ms === null
      ? null
      : { reason: row.revocation_reason ?? "other", note: row.revocation_note, atMs: row.revoked_at_ms },
  provenance: row.provenance === null ? null : JSON.parse(row.provenance),
})
