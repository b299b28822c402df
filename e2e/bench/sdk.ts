import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import { FleetPrompt } from "@fleetprompt/sdk"
import { FleetPrompt as FetchFleetPrompt } from "@fleetprompt/sdk/fetch"
import { Stripe } from "stripe"
import { Pool } from "undici"

type Call = () => Promise<unknown>

/** Rounds in which every client takes its turn, so that a slow moment of the machine meets them all. */
const rounds = 100
const callsPerTurn = 128

/**
 * What reading one thing of 2 kB costs with the SDK, its reply checked, beside `undici.request` and `json()` on a pool,
 * which check nothing, and beside stripe-node; one after the other, and 32 at a time. All in one run.
 */
export async function run(): Promise<Record<string, number>> {
  const worker = new Worker(join(import.meta.dirname, "../support/bench-server.ts"))
  try {
    const [address] = (await once(worker, "message")) as [AddressInfo]
    const calls = clients(address.port)
    const alone = await rates(calls, 1)
    const together = await rates(calls, 32)
    return {
      "sequence: time ÷ bare undici.request": alone.undici / alone.sdk,
      "32 in flight: time ÷ bare undici.request": together.undici / together.sdk,
      "sequence: rate ÷ stripe-node": alone.sdk / alone.stripe,
      "32 in flight: rate ÷ stripe-node": together.sdk / together.stripe,
      "sequence: rate ÷ the SDK on fetch": alone.sdk / alone.fetch,
      ...labelled("calls/s, sequence", alone),
      ...labelled("calls/s, 32 in flight", together),
    }
  } finally {
    await worker.terminate()
  }
}

function clients(port: number) {
  const baseUrl = `http://127.0.0.1:${port}`
  const token = `fpat_${"0".repeat(38)}`
  const pool = new Pool(baseUrl)
  const sdk = new FleetPrompt({ baseUrl, token })
  const onFetch = new FetchFleetPrompt({ baseUrl, token })
  const stripe = new Stripe("sk_test_1", { host: "127.0.0.1", port, protocol: "http", telemetry: false })
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" }
  return {
    async undici() {
      const { body } = await pool.request({ method: "GET", path: "/v1/listings/acme/support-triage", headers })
      return await body.json()
    },
    sdk: () => sdk.listings.get("acme/support-triage"),
    fetch: () => onFetch.listings.get("acme/support-triage"),
    stripe: () => stripe.customers.retrieve("cus_1"),
  } satisfies Record<string, Call>
}

type Rates = Record<keyof ReturnType<typeof clients>, number>

/**
 * Calls per second of each client, as one turn in ten exceeds: whatever else runs on the machine only ever slows a turn
 * down, and the first rounds warm up.
 */
async function rates(calls: ReturnType<typeof clients>, inFlight: number): Promise<Rates> {
  const entries = Object.entries(calls) as [keyof Rates, Call][]
  const seen = new Map(entries.map(([name]) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, call] of round % 2 === 0 ? entries : entries.toReversed()) {
      seen.get(name)?.push(await turn(call, inFlight))
    }
  }
  return Object.fromEntries(entries.map(([name]) => [name, exceededByOneInTen(seen.get(name) ?? [])])) as Rates
}

async function turn(call: Call, inFlight: number): Promise<number> {
  let left = callsPerTurn
  const caller = async () => {
    while (left-- > 0) await call()
  }
  const startMs = performance.now()
  await Promise.all(Array.from({ length: inFlight }, caller))
  return (callsPerTurn / (performance.now() - startMs)) * 1_000
}

const exceededByOneInTen = (values: number[]) =>
  values.toSorted((one, other) => other - one)[Math.floor(values.length / 10)] ?? 0

const labelled = (label: string, figures: Rates) =>
  Object.fromEntries(Object.entries(figures).map(([name, figure]) => [`${label}: ${name}`, figure]))
