import type { PostgresPool } from "kysely"
import { Pool, type PoolClient, TypeOverrides, types as builtin } from "pg"
import type { Log } from "../../domain/context.ts"
import { isPrepared } from "../sql/prepared.ts"
import { StorageError } from "../storage-error.ts"

const connectionsMax = 10

/**
 * A pool for `postgres://user:password@host:port/database?pool=10`; all other parameters are those of `pg`.
 * @throws StorageError for a URL that is none; its message never repeats the URL, which may hold a password.
 */
export function openPool(url: string, log?: Log): PostgresPool {
  const parsed = URL.parse(url)
  if (parsed === null) throw new StorageError("The PostgreSQL URL is malformed.")
  const max = poolSize(parsed.searchParams.get("pool"))
  parsed.searchParams.delete("pool")
  // Our int8 columns hold milliseconds and counts, which a number holds exactly.
  const types = new TypeOverrides()
  types.setTypeParser(builtin.builtins.INT8, Number)
  const pool = new Pool({
    connectionString: parsed.href,
    max,
    application_name: "fleetprompt",
    connectionTimeoutMillis: 15_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    types,
  })
  // A connection may break between two statements, in the pool or lent out, and an error event that nobody listens to
  // would end the process.
  pool.on("connect", (client) => {
    client.on("error", ({ message }) => log?.warn({ reason: message }, "A PostgreSQL connection was lost."))
  })
  pool.on("error", () => {})
  return {
    options: {},
    async connect() {
      try {
        return lend(await pool.connect())
      } catch (error) {
        // The error itself stays here: what drivers hang on it (the client, its settings) is not for a log.
        throw new StorageError(`PostgreSQL at ${parsed.host} cannot be used: ${reasonOf(error)}.`, { retryable: true })
      }
    },
    end: () => pool.end(),
  }
}

/** The names under which PostgreSQL keeps the plans of prepared queries. */
const names = new Map<string, string>()

/**
 * A connection whose prepared queries are parsed and planned once, under a name. Planning the view of an install, a
 * join of five tables, takes several times as long as running it. Queries of varying shape are left out, for the
 * server keeps a named plan as long as the connection lives.
 */
function lend(client: PoolClient): PoolClient {
  const query = (text: string, values: unknown[]) =>
    client.query(isPrepared(text) ? { name: nameOf(text), text, values } : { text, values })
  return Object.create(client, { query: { value: query } })
}

function nameOf(text: string): string {
  const name = names.get(text) ?? `q${names.size}`
  names.set(text, name)
  return name
}

function poolSize(text: string | null): number {
  if (text === null) return connectionsMax
  const size = Number(text)
  if (Number.isInteger(size) && size >= 1 && size <= 1_000) return size
  throw new StorageError("The parameter `pool` of the PostgreSQL URL must be a whole number from 1 to 1000.")
}

function reasonOf(error: unknown): string {
  // Where a host has several addresses, the reasons are gathered under an empty message.
  const first = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message : "unknown reason"
}
