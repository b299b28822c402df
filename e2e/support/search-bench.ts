import { createHash } from "node:crypto"
import { listingOf } from "../../examples/catalog/src/describe.ts"
import { readEntries } from "../../examples/catalog/src/entry.ts"
import type { SearchContext } from "../../packages/server/src/domain/listings/search.ts"
import type { Listing } from "../../packages/server/src/domain/listings/listing.ts"
import type { PublisherName } from "../../packages/server/src/domain/publishers/publisher.ts"
import type { Store } from "../../packages/server/src/domain/store.ts"
import { newId } from "../../packages/server/src/ids.ts"
import { createSecrets } from "../../packages/server/src/secrets.ts"
import { openStore } from "../../packages/server/src/storage/open.ts"

/** A store with listings in it and nothing else, as a search sees one. */
export async function openSearch(url: string): Promise<SearchContext & { store: Store }> {
  return { store: await openStore(url), secrets: createSecrets("a-server-key-for-benches-of-40-characters") }
}

/** The real entries of `examples/catalog` as published listings. */
export async function catalogListings(): Promise<Listing[]> {
  const publishers = new Map<string, PublisherName>()
  return (await readEntries()).map((entry) => {
    const { assetKind, name, summary, description = "", ...labels } = listingOf(entry)
    const publisher = publishers.get(entry.publisher) ?? publisherOf(entry.publisher)
    publishers.set(entry.publisher, publisher)
    const { tags = [], categories = [], docsUrl = null, repoUrl = null } = labels
    const words = { assetKind, name, summary, description, tags, categories, docsUrl, repoUrl }
    return publishedListing(publisher, entry.name, words, Date.parse(entry.releasedAt))
  })
}

export function publisherOf(handle: string): PublisherName {
  return {
    publisherId: newId("publisher"),
    handle,
    displayName: handle,
    verifiedAtMs: null,
    verificationMethod: null,
    lockedAtMs: null,
    lockReason: null,
    createdAtMs: 1,
  }
}

type Words = Pick<
  Listing,
  "assetKind" | "name" | "summary" | "description" | "tags" | "categories" | "docsUrl" | "repoUrl"
>

export const publishedListing = (publisher: PublisherName, slugName: string, words: Words, atMs: number): Listing => ({
  ...words,
  listingId: newId("listing"),
  publisher,
  slugName,
  status: "published",
  latestReleaseId: null,
  latestVersion: null,
  firstPublishedAtMs: atMs,
  deprecation: null,
  images: [],
  rowVersion: 1,
  installs: 0,
  createdAtMs: atMs,
  updatedAtMs: atMs,
})

/** Puts listings and their publishers into a fresh store, a thousand to a transaction. */
export async function load(store: Store, listings: readonly Listing[]): Promise<void> {
  const known = new Set<string>()
  for (let at = 0; at < listings.length; at += 1_000) {
    await store.transaction(async (tx) => {
      for (const listing of listings.slice(at, at + 1_000)) {
        const { publisher } = listing
        if (!known.has(publisher.handle)) {
          known.add(publisher.handle)
          await tx.publishers.insert({
            ...publisher,
            description: null,
            homepageUrl: null,
            rowVersion: 1,
          })
        }
        await tx.listings.insert(listing)
      }
    })
  }
}

/** Numbers from 0 to 1 that look random and are the same in every run. */
export function seededRandom(seed: string): () => number {
  let count = 0
  return () => createHash("sha256").update(`${seed}/${count++}`).digest().readUInt32BE() / 2 ** 32
}
