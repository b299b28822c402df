import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"

const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.cjs", import.meta.url))
const runsPerCommand = 25

const commands = {
  "node -e 0": ["-e", "0"],
  "fleetprompt --version": [bin, "--version"],
  "fleetprompt --help": [bin, "--help"],
  "fleetprompt search x --json": [bin, "search", "x", "--json"],
}

/**
 * How long a command takes beside a Node that does nothing, in the same run. The commands take turns, and of each the
 * fastest run counts: whatever else the machine does only ever adds.
 */
export async function run(): Promise<Record<string, number>> {
  const registry = createServer((_, response) => {
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ data: [], page: { nextCursor: null }, facets: null, suggestions: null }))
  }).listen(0, "127.0.0.1")
  await once(registry, "listening")
  const env = {
    PATH: process.env["PATH"],
    FLEETPROMPT_URL: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
  }
  const fastestMs = new Map<string, number>()
  for (let round = 0; round < runsPerCommand; round++) {
    for (const [name, args] of Object.entries(commands)) {
      const tookMs = await timed(args, env)
      fastestMs.set(name, Math.min(tookMs, fastestMs.get(name) ?? Infinity))
    }
  }
  registry.closeAllConnections()
  registry.close()
  const floorMs = fastestMs.get("node -e 0") ?? Number.NaN
  const ratios = [...fastestMs].slice(1).map(([name, ms]) => [`${name} / node -e 0`, ms / floorMs] as const)
  return { "node -e 0, ms": floorMs, ...Object.fromEntries(ratios) }
}

async function timed(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const startedAtMs = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: "ignore" })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}.`)
  return performance.now() - startedAtMs
}
