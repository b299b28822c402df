import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Pool } from "undici"
import { type Registry, startRegistry } from "../support/registry.ts"
import { fillShowcase, showcase } from "../support/showcase.ts"

const clients = 16
const roundMs = 1_500
const rounds = 5

/**
 * Pages beside the JSON of the same: requests a second that one process answers to 16 clients on this machine, medians
 * of interleaved rounds. The floor is half the rate of the listing's JSON.
 */
export async function run(): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-bench-"))
  const registry = await startRegistry({ folder, env: { FLEETPROMPT_LOG_LEVEL: "error" } })
  try {
    await fillShowcase(registry)
    return await measure(registry)
  } finally {
    await registry.process.kill("SIGTERM")
    await rm(folder, { recursive: true })
  }
}

async function measure(registry: Registry): Promise<Record<string, number>> {
  const paths = [`/v1/listings/${showcase.rich}`, `/listings/${showcase.rich}`, "/", "/listings?q=triage"] as const
  const pool = new Pool(registry.url, { connections: clients })
  const rates = new Map<string, number[]>(paths.map((path) => [path, []]))
  for (const path of paths) await rateOf(pool, path, 500)
  for (let round = 0; round < rounds; round++) {
    for (const path of paths) rates.get(path)?.push(await rateOf(pool, path, roundMs))
  }
  await pool.close()
  const [json, page, home, results] = paths.map((path) => medianOf(rates.get(path) ?? [])) as [
    number,
    number,
    number,
    number,
  ]
  return {
    "listing page ÷ its JSON (floor 0.5)": page / json,
    "JSON of a listing, per second": json,
    "listing page, per second": page,
    "home, per second": home,
    "results, per second": results,
  }
}

async function rateOf(pool: Pool, path: string, forMs: number): Promise<number> {
  const untilMs = performance.now() + forMs
  let count = 0
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < untilMs) {
        const { statusCode, body } = await pool.request({ path, method: "GET" })
        await body.dump()
        if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}.`)
        count++
      }
    }),
  )
  return (count / forMs) * 1_000
}

const medianOf = (figures: readonly number[]): number =>
  figures.toSorted((one, other) => one - other)[figures.length >> 1] ?? 0
