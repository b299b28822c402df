import { type FleetPrompt, isCode } from "@fleetprompt/sdk"
import { listingOf, releaseOf } from "./describe.ts"
import type { Entry } from "./entry.ts"

/** Requests in flight at once: enough to keep a registry busy, few enough to be a polite client. */
const lanes = 8

/**
 * Publishes every entry as a listing with one release. It can be run again: what is there already stays as it is.
 * Resolves to the number of listings. `onLoaded` is called with the count so far.
 */
export async function loadCatalog(
  registry: FleetPrompt,
  entries: readonly Entry[],
  onLoaded: (count: number) => void = () => {},
): Promise<number> {
  let loaded = 0
  await eachInLanes(new Set(entries.map((entry) => entry.publisher)), (handle) => claim(registry, handle))
  await eachInLanes(entries, async (entry) => {
    await publish(registry, entry)
    loaded += 1
    onLoaded(loaded)
  })
  return loaded
}

async function eachInLanes<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items].values()
  const lane = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

async function claim(registry: FleetPrompt, handle: string): Promise<void> {
  try {
    await registry.publishers.claim({ handle, displayName: handle })
  } catch (error) {
    if (!isCode(error, "HANDLE_TAKEN")) throw error
  }
}

async function publish(registry: FleetPrompt, entry: Entry): Promise<void> {
  const listing = listingOf(entry)
  try {
    await registry.listings.create(listing)
  } catch (error) {
    if (!isCode(error, "SLUG_TAKEN")) throw error
  }
  await registry.releases.publish(listing.slug, releaseOf(entry))
  await registry.listings.setStatus(listing.slug, "published")
}
