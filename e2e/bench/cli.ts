import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.cjs", import.meta.url))
const runsPerCommand = 25

/** What any program on Node pays for one request: it asks, parses and prints, and ends at once. */
const oneRequest = `require("node:http").get(process.env.FLEETPROMPT_URL + "/v1/listings?q=x", (reply) => {
  let text = ""
  reply.on("data", (chunk) => (text += chunk))
  reply.on("end", () => process.stdout.write(JSON.stringify(JSON.parse(text)), () => process.exit()))
})`

const search = [bin, "search", "x", "--json"]
const uncached = { NODE_DISABLE_COMPILE_CACHE: "1" }

const commands: readonly Command[] = [
  { name: "node -e 0", args: ["-e", "0"] },
  { name: "one http.get and JSON.parse", args: ["-e", oneRequest] },
  { name: "fleetprompt --version", args: [bin, "--version"] },
  { name: "fleetprompt --help", args: [bin, "--help"] },
  { name: "fleetprompt search x --json", args: search },
  { name: "fleetprompt search x --json, nothing cached", args: search, env: uncached },
]

interface Command {
  readonly name: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/**
 * How long a command takes beside a Node that does nothing, in the same run. The commands take turns, and of each the
 * fastest run counts: whatever else the machine does only ever adds. So it is a run that finds what the one before left
 * in the compile cache, but for the last line.
 */
export async function run(): Promise<Record<string, number>> {
  const registry = createServer((_, response) => {
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ data: [], page: { nextCursor: null }, facets: null, suggestions: null }))
  }).listen(0, "127.0.0.1")
  await once(registry, "listening")
  const cache = await mkdtemp(join(tmpdir(), "fleetprompt-bench-"))
  const env = {
    PATH: process.env["PATH"],
    FLEETPROMPT_URL: `http://127.0.0.1:${(registry.address() as AddressInfo).port}`,
    XDG_CACHE_HOME: cache,
  }
  const fastestMs = new Map<string, number>()
  for (let round = 0; round < runsPerCommand; round++) {
    for (const { name, args, env: more } of commands) {
      const tookMs = await timed(args, { ...env, ...more })
      fastestMs.set(name, Math.min(tookMs, fastestMs.get(name) ?? Infinity))
    }
  }
  registry.closeAllConnections()
  registry.close()
  await rm(cache, { recursive: true })
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
