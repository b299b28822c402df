import { createHash } from "node:crypto"
import { Pool, type PoolClient } from "pg"
import { startPostgres } from "../../scripts/postgres.ts"

const rounds = 5
const writers = [1, 8, 32]
const commitsPerWriter = { 1: 400, 8: 250, 32: 150 } as Record<number, number>

/**
 * What it costs on PostgreSQL to chain an audit log: a durable transaction of two inserts as the floor; the same with
 * the head of the chain locked until the commit; and the same with a queue that one sealer chains behind the commits.
 * Rates are commits per second with that many writers; `behind` is how many entries still waited when they had ended.
 */
export async function run(): Promise<Record<string, number>> {
  const postgres = await startPostgres()
  const pool = new Pool({ connectionString: postgres.url, max: 34 })
  // Connections that are still on their way out when the server stops say so.
  pool.on("error", () => {})
  try {
    for (const statement of schema) await pool.query(statement)
    return await measure(pool)
  } finally {
    await pool.end()
    await postgres.stop()
  }
}

const schema = [
  "create table things (id bigint generated always as identity primary key, name text not null)",
  "create table log (seq bigint generated always as identity primary key, action text not null, at_ms bigint not null)",
  "create table waiting (seq bigint primary key)",
  "create table chain (position bigint primary key, seq bigint not null unique, previous_hash text not null, hash text not null)",
  "create table head (id integer primary key, position bigint not null, hash text not null)",
  "insert into head values (1, 0, 'none')",
]

type Write = (client: PoolClient) => Promise<void>

async function measure(pool: Pool): Promise<Record<string, number>> {
  const rates = new Map<string, number[]>()
  const note = (label: string, figure: number) => rates.set(label, [...(rates.get(label) ?? []), figure])
  for (let round = 0; round <= rounds; round++) {
    for (const width of writers) {
      const floor = await rateOf(pool, width, plain)
      const locked = await rateOf(pool, width, lockingHead)
      const sealer = startSealer(pool)
      const queued = await rateOf(pool, width, queueing)
      const behind = await sealer.stop()
      // The first round warms up.
      if (round === 0) continue
      note(`${width} writers, commits per second, no chain`, floor)
      note(`${width} writers, head locked ÷ no chain`, locked / floor)
      note(`${width} writers, queue and sealer ÷ no chain`, queued / floor)
      note(`${width} writers, entries behind at the end`, behind)
    }
  }
  return Object.fromEntries([...rates].map(([label, figures]) => [label, median(figures)]))
}

const plain: Write = async (client) => {
  await client.query("insert into things (name) values ($1)", ["x"])
  await client.query("insert into log (action, at_ms) values ($1, $2)", ["x", 1])
}

const lockingHead: Write = async (client) => {
  await client.query("insert into things (name) values ($1)", ["x"])
  const { rows } = await client.query("insert into log (action, at_ms) values ($1, $2) returning seq", ["x", 1])
  const head = await client.query("update head set position = position + 1 where id = 1 returning position, hash")
  const { position, hash: previous } = head.rows[0]
  const hash = hashOf(previous)
  await client.query("insert into chain values ($1, $2, $3, $4)", [position, rows[0].seq, previous, hash])
  await client.query("update head set hash = $1 where id = 1", [hash])
}

const queueing: Write = async (client) => {
  await client.query("insert into things (name) values ($1)", ["x"])
  const { rows } = await client.query("insert into log (action, at_ms) values ($1, $2) returning seq", ["x", 1])
  await client.query("insert into waiting values ($1)", [rows[0].seq])
}

function startSealer(pool: Pool): { stop(): Promise<number> } {
  const stopping = new AbortController()
  const sealing = (async () => {
    while (!stopping.signal.aborted)
      if ((await inTransaction(pool, sealBatch)) === 0) await new Promise((done) => setTimeout(done, 200))
  })()
  return {
    async stop() {
      stopping.abort()
      await sealing
      const { rows } = await pool.query("select count(*) as count from waiting")
      while ((await inTransaction(pool, sealBatch)) > 0);
      return Number(rows[0].count)
    },
  }
}

async function sealBatch(client: PoolClient): Promise<number> {
  const { rows } = await client.query("update head set position = position where id = 1 returning position, hash")
  const { position, hash: last } = rows[0] as { position: string; hash: string }
  const { rows: waiting } = await client.query(
    "select seq, action, at_ms from waiting join log using (seq) order by seq limit 500",
  )
  if (waiting.length === 0) return 0
  const values: unknown[][] = [[], [], [], []]
  let [at, hash] = [Number(position), last]
  for (const { seq } of waiting) {
    const previous = hash
    hash = hashOf(previous)
    for (const [index, value] of [++at, seq, previous, hash].entries()) values[index]?.push(value)
  }
  await client.query(
    "insert into chain select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[])",
    values,
  )
  await client.query("delete from waiting where seq = any($1::bigint[])", [values[1]])
  await client.query("update head set position = $1, hash = $2 where id = 1", [at, hash])
  return waiting.length
}

async function inTransaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  try {
    await client.query("begin")
    const result = await work(client)
    await client.query("commit")
    return result
  } finally {
    client.release()
  }
}

async function rateOf(pool: Pool, width: number, write: Write): Promise<number> {
  const count = commitsPerWriter[width] ?? 100
  const startMs = performance.now()
  const writer = async () => {
    for (let index = 0; index < count; index++) await inTransaction(pool, write)
  }
  await Promise.all(Array.from({ length: width }, writer))
  return ((count * width) / (performance.now() - startMs)) * 1_000
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex")

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN
