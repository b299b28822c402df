import { fileURLToPath } from "node:url"
import { freePort } from "./free-port.ts"
import { type Spawned, startNode } from "./process.ts"
import type { Registry } from "./registry.ts"

const main = fileURLToPath(new URL("../../examples/target-system-hono/src/main.ts", import.meta.url))

/** The example target in a process of its own, registered with a registry. */
export interface ExampleTarget {
  readonly name: string
  readonly url: string
  readonly secret: string
  readonly process: Spawned
}

/** Registers a WHS deployment of that name and starts it. `issuer` is who vouches for the buyers. */
export async function startTarget(
  registry: Registry,
  { name, folder, issuer }: { name: string; folder: string; issuer: string },
): Promise<ExampleTarget> {
  const url = `http://127.0.0.1:${await freePort()}`
  const landing = `${url}/fleetprompt/install`
  const secret = await registry.addTarget(name, landing)
  const env = {
    FLEETPROMPT_URL: registry.url,
    FLEETPROMPT_TARGET_SECRET: secret,
    IDENTITY_ISSUER: issuer,
    PORT: new URL(url).port,
  }
  const server = startNode(["--conditions=@fleetprompt/source", main], { cwd: folder, env })
  await server.says(/Workspace on/)
  return { name, url, secret, process: server }
}
