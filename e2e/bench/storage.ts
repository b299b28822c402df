import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import SqliteDatabase, { type Database } from "better-sqlite3"
import type { User } from "../../packages/server/src/domain/identity/user.ts"
import type { Store } from "../../packages/server/src/domain/store.ts"
import { openStore } from "../../packages/server/src/storage/open.ts"
import { aListing, anEntry, aPublisher, aUser } from "../../packages/server/test/support/records.ts"

const listingsCount = 2_000
const rounds = 5

/**
 * What the store costs on SQLite over the bare driver on the same file, which is the floor: one read by an index, and
 * durable transactions of two inserts, one at a time and with 32 in flight.
 */
export async function run(): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-bench-"))
  const path = join(folder, "registry.db")
  const store = await openStore(path)
  const raw = new SqliteDatabase(path)
  raw.pragma("synchronous = full")
  try {
    await fill(store)
    return summarize(await measure(store, raw))
  } finally {
    raw.close()
    await store.close()
    await rm(folder, { recursive: true })
  }
}

interface Rates {
  rawReads: number
  storeReads: number
  rawCommits: number
  storeCommitsAlone: number
  storeCommitsOf32: number
}

/** Each round measures everything once, so that a slow minute of the machine falls on all of it. */
async function measure(store: Store, raw: Database): Promise<Rates[]> {
  const readRaw = rawRead(raw)
  const writeRaw = rawWrite(raw)
  const read = (index: number) => store.read.listings.findBySlug("acme", `name-${index % listingsCount}`)
  const write = () => storeWrite(store)
  const results: Rates[] = []
  for (let round = 0; round <= rounds; round++) {
    results.push({
      rawReads: rateOf(10_000, readRaw),
      storeReads: await rateInFlight(1, 10_000, read),
      rawCommits: rateOf(1_000, writeRaw),
      storeCommitsAlone: await rateInFlight(1, 1_000, write),
      storeCommitsOf32: await rateInFlight(32, 8_000, write),
    })
  }
  // The first round warms up.
  return results.slice(1)
}

function summarize(results: readonly Rates[]): Record<string, number> {
  const middle = (of: (rates: Rates) => number) => median(results.map(of))
  return {
    "indexed read, store ÷ raw": middle(({ storeReads, rawReads }) => storeReads / rawReads),
    "durable commits one at a time, store ÷ raw": middle((rates) => rates.storeCommitsAlone / rates.rawCommits),
    "durable commits with 32 in flight, store ÷ raw": middle((rates) => rates.storeCommitsOf32 / rates.rawCommits),
    "indexed reads per second, store": middle(({ storeReads }) => storeReads),
    "durable commits per second, raw": middle(({ rawCommits }) => rawCommits),
    "durable commits per second, store, 32 in flight": middle(({ storeCommitsOf32 }) => storeCommitsOf32),
  }
}

function rawRead(raw: Database): (index: number) => void {
  const statement = raw.prepare(
    `select publishers.publisher_id, handle, display_name, verified_at_ms, publishers.created_at_ms as claimed_at_ms,
      listing_id, slug_name, asset_kind, status, name, summary, description, tags, categories, docs_url, repo_url,
      latest_release_id, latest_version, row_version, listings.created_at_ms, updated_at_ms
    from listings join publishers on publishers.publisher_id = listings.publisher_id
    where handle = ? and slug_name = ?`,
  )
  return (index) => statement.get("acme", `name-${index % listingsCount}`)
}

/** As the store does it: everything is a parameter, and both inserts are one commit. */
function rawWrite(raw: Database): () => void {
  const insertUser = raw.prepare("insert into users (user_id, iss, sub, created_at_ms) values (?, ?, ?, ?)")
  const insertEntry = raw.prepare(
    `insert into audit_log (action, actor_kind, actor_id, request_id, subject_id, at_ms, details)
    values (?, ?, ?, ?, ?, ?, ?)`,
  )
  const write = raw.transaction(() => {
    const next = nextUser()
    const { action, actor, atMs, details } = entry
    insertUser.run(next.userId, next.iss, next.sub, next.createdAtMs)
    insertEntry.run(action, actor.kind, actor.id, actor.requestId, next.userId, atMs, JSON.stringify(details))
  })
  return () => write.immediate()
}

function storeWrite(store: Store): Promise<void> {
  return store.transaction(async (tx) => {
    const next = nextUser()
    await tx.users.insert(next)
    await tx.audit.append({ ...entry, subjectId: next.userId })
  })
}

// Made from a pattern, for random ids would cost more than what is measured.
const [user, entry] = [aUser(), anEntry("")]
let users = 0

function nextUser(): User {
  const userId = `usr_${users++}`
  return { ...user, userId, sub: userId }
}

async function fill(store: Store): Promise<void> {
  const publisher = aPublisher({ handle: "acme" })
  const description = "Reads each message and files it where it belongs. ".repeat(18)
  await store.transaction(async (tx) => {
    await tx.publishers.insert(publisher)
    for (let index = 0; index < listingsCount; index++) {
      await tx.listings.insert(aListing(publisher, { slugName: `name-${index}`, description }))
    }
  })
}

/** Calls per second. */
function rateOf(count: number, call: (index: number) => void): number {
  const startMs = performance.now()
  for (let index = 0; index < count; index++) call(index)
  return (count / (performance.now() - startMs)) * 1_000
}

/** Calls per second with that many under way at any time. */
async function rateInFlight(width: number, count: number, call: (index: number) => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  let next = 0
  const worker = async () => {
    while (next < count) await call(next++)
  }
  await Promise.all(Array.from({ length: width }, worker))
  return (count / (performance.now() - startMs)) * 1_000
}

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
