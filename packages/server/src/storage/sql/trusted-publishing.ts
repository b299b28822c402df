import type { TrustedPublishingReads, TrustedPublishingStore } from "../../domain/trusted-publishing/store.ts"
import type { TrustedPublisher } from "../../domain/trusted-publishing/trusted-publisher.ts"
import { ciTokenReads, ciTokenWrites } from "./ci-tokens.ts"
import type { Connection } from "./connection.ts"
import { prepared, type Slots } from "./prepared.ts"
import { rowsMax } from "./rows-max.ts"
import { known, knownRows, rowOf, type TrustedPublisherRow } from "./trusted-publisher-row.ts"

interface Slug {
  publisherId: string
  slugName: string
}

const ofPublisher = prepared((db, { publisherId }: Slots<{ publisherId: string }>) =>
  knownRows(db).where("trusted_publishers.publisher_id", "=", publisherId).limit(rowsMax),
)

const ofSlug = prepared((db, { publisherId, slugName }: Slots<Slug>) =>
  knownRows(db)
    .where("trusted_publishers.publisher_id", "=", publisherId)
    .where("trusted_publishers.slug_name", "=", slugName)
    .limit(rowsMax),
)

const ofSlugByHandle = prepared((db, { handle, slugName }: Slots<{ handle: string; slugName: string }>) =>
  knownRows(db).where("handle", "=", handle).where("trusted_publishers.slug_name", "=", slugName).limit(rowsMax),
)

const insert = prepared((db, row: Slots<TrustedPublisherRow>) => db.insertInto("trusted_publishers").values(row))

const remove = prepared((db, { trustedPublisherId }: Slots<{ trustedPublisherId: string }>) =>
  db.deleteFrom("trusted_publishers").where("trusted_publisher_id", "=", trustedPublisherId),
)

const removeTokens = prepared((db, { trustedPublisherId }: Slots<{ trustedPublisherId: string }>) =>
  db.deleteFrom("ci_tokens").where("trusted_publisher_id", "=", trustedPublisherId),
)

type Use = { trustedPublisherId: string; repositoryId: string; environment: string | null; usedAtMs: number }

const noteUse = prepared((db, { trustedPublisherId, repositoryId, environment, usedAtMs }: Slots<Use>) =>
  db
    .updateTable("trusted_publishers")
    .set({ repository_id: repositoryId, unpinned_environment: environment, last_used_at_ms: usedAtMs })
    .where("trusted_publisher_id", "=", trustedPublisherId)
    .where((eb) => eb.or([eb("repository_id", "is", null), eb("repository_id", "=", repositoryId)])),
)

const rule = prepared((db, { publisherId, slugName }: Slots<Slug>) =>
  db
    .selectFrom("trusted_publishing_rules")
    .select("slug_name")
    .where("publisher_id", "=", publisherId)
    .where("slug_name", "=", slugName),
)

const setRule = prepared((db, { publisherId, slugName }: Slots<Slug>) =>
  db
    .insertInto("trusted_publishing_rules")
    .values({ publisher_id: publisherId, slug_name: slugName })
    .onConflict((conflict) => conflict.columns(["publisher_id", "slug_name"]).doNothing()),
)

const liftRule = prepared((db, { publisherId, slugName }: Slots<Slug>) =>
  db.deleteFrom("trusted_publishing_rules").where("publisher_id", "=", publisherId).where("slug_name", "=", slugName),
)

export const trustedPublishingReads = (connection: Connection): TrustedPublishingReads => ({
  async list(publisherId, slugName) {
    const found =
      slugName === undefined
        ? await ofPublisher(connection, { publisherId })
        : await ofSlug(connection, { publisherId, slugName })
    return found.rows.map(known)
  },

  listOfSlug: async (handle, slugName) => (await ofSlugByHandle(connection, { handle, slugName })).rows.map(known),
  isRequired: async (publisherId, slugName) => (await rule(connection, { publisherId, slugName })).rows.length > 0,
  ...ciTokenReads(connection),
})

export const trustedPublishingStore = (connection: Connection): TrustedPublishingStore => {
  const reads = trustedPublishingReads(connection)
  const removeWithTokens = async ({ trustedPublisherId }: Pick<TrustedPublisher, "trustedPublisherId">) => {
    await removeTokens(connection, { trustedPublisherId })
    await remove(connection, { trustedPublisherId })
  }
  return {
    ...reads,

    async insert(trusted) {
      await insert(connection, rowOf(trusted))
    },

    remove: (trustedPublisherId) => removeWithTokens({ trustedPublisherId }),

    async clear(publisherId, slugName) {
      for (const trusted of await reads.list(publisherId, slugName)) await removeWithTokens(trusted)
      await liftRule(connection, { publisherId, slugName })
    },

    async setRequired(publisherId, slugName, required) {
      await (required ? setRule : liftRule)(connection, { publisherId, slugName })
    },

    async noteUse({ trustedPublisherId, repositoryId, unpinnedEnvironment, usedAtMs }) {
      const use = { trustedPublisherId, repositoryId, environment: unpinnedEnvironment, usedAtMs }
      return (await noteUse(connection, use)).numAffectedRows === 1n
    },

    ...ciTokenWrites(connection),
  }
}
