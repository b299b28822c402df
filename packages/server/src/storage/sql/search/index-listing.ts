import type { Listing } from "../../../domain/listings/listing.ts"
import { wordsOf } from "../../../domain/listings/words.ts"
import type { Connection } from "../connection.ts"
import { prepared, type Slots } from "../prepared.ts"
import type { Tables } from "../tables.ts"
import { labelsOf } from "./labels.ts"
import { placeOf } from "./place.ts"
import { learnWords } from "./vocabulary.ts"

/** What of a listing can be searched. */
export type IndexedListing = Pick<
  Listing,
  | "listingId"
  | "slugName"
  | "status"
  | "assetKind"
  | "name"
  | "summary"
  | "description"
  | "tags"
  | "categories"
  | "updatedAtMs"
> & { readonly publisher: Pick<Listing["publisher"], "handle"> }

const countFromNone = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db.insertInto("listing_popularity").values({ listing_id: listingId, installs: 0 }),
)

const popularity = prepared((db, { listingId }: Slots<{ listingId: string }>) =>
  db.selectFrom("listing_popularity").select(["seq", "installs"]).where("listing_id", "=", listingId),
)

const removeElsewhere = prepared((db, { listingId, place }: Slots<{ listingId: string; place: number }>) =>
  db.deleteFrom("listing_search").where("listing_id", "=", listingId).where("place", "!=", place),
)

const put = prepared((db, row: Slots<Tables["listing_search"]>) =>
  db
    .insertInto("listing_search")
    .values(row)
    .onConflict((conflict) =>
      conflict.column("place").doUpdateSet((eb) => ({
        slug: eb.ref("excluded.slug"),
        name_key: eb.ref("excluded.name_key"),
        title_key: eb.ref("excluded.title_key"),
        labels: eb.ref("excluded.labels"),
        summary: eb.ref("excluded.summary"),
        updated_at_ms: eb.ref("excluded.updated_at_ms"),
      })),
    ),
)

/** Writes nothing where nothing that is searched has changed, which is so whenever a release is published. */
const putTexts = prepared((db, row: Slots<Tables["listing_texts"]>) =>
  db
    .insertInto("listing_texts")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column("place")
        .doUpdateSet((eb) => ({
          labels: eb.ref("excluded.labels"),
          terms: eb.ref("excluded.terms"),
          body: eb.ref("excluded.body"),
        }))
        .where((eb) =>
          eb.or([
            eb("listing_texts.body", "!=", eb.ref("excluded.body")),
            eb("listing_texts.labels", "!=", eb.ref("excluded.labels")),
          ]),
        ),
    ),
)

/** Gives a new listing its place among the others. */
export async function rankListing(connection: Connection, listingId: string): Promise<void> {
  await countFromNone(connection, { listingId })
}

/** Makes the index say of a listing what its row says now. Only published listings are in it. */
export async function indexListing(connection: Connection, listing: IndexedListing): Promise<void> {
  const { listingId } = listing
  const [rank] = (await popularity(connection, { listingId })).rows
  if (rank === undefined) throw new Error("A listing has no row that counts its installs.")
  const place = listing.status === "published" ? placeOf(rank) : 0
  await removeElsewhere(connection, { listingId, place })
  if (listing.status !== "published") return
  const head = headOf(listing)
  const labels = labelsOf(listing)
  await put(connection, rowOf(listing, place, labels))
  await putTexts(connection, textsOf(listing, place, labels, head))
  await learnWords(connection, head)
}

/** The words of everything but the description. */
const headOf = ({ publisher, slugName, name, summary, tags }: IndexedListing): string[] =>
  wordsOf([publisher.handle, slugName, name, summary, ...tags].join(" "))

const slugOf = ({ publisher, slugName }: IndexedListing): string => `${publisher.handle}/${slugName}`

const inOneText = (labels: readonly string[]): string => ` ${labels.join(" ")} `

const rowOf = (listing: IndexedListing, place: number, labels: readonly string[]): Tables["listing_search"] => ({
  place,
  listing_id: listing.listingId,
  slug: slugOf(listing),
  name_key: listing.slugName,
  title_key: wordsOf(listing.name).join("-"),
  labels: inOneText(labels),
  summary: wordsOf(listing.summary).join(" "),
  updated_at_ms: listing.updatedAtMs,
})

const textsOf = (
  listing: IndexedListing,
  place: number,
  labels: readonly string[],
  head: readonly string[],
): Tables["listing_texts"] => ({
  place,
  labels: inOneText(labels),
  terms: [...new Set([...labels, ...head, ...wordsOf(listing.description)])].join(" "),
  // The line breaks keep a part from being found across two fields.
  body: [slugOf(listing), listing.name, listing.summary, ...listing.tags, listing.description].join("\n").toLowerCase(),
})
