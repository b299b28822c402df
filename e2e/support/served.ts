import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import {
  clientId,
  clientSecret,
  type OidcProvider,
  startOidcProvider,
} from "../../packages/server/test/support/oidc-provider.ts"
import { freePort } from "./free-port.ts"
import { startNode } from "./process.ts"

const bin = fileURLToPath(new URL("../../packages/server/dist/bin.js", import.meta.url))

/** A registry that serves others, whose people sign in at an identity provider. */
export interface Served {
  readonly url: string
  readonly provider: OidcProvider
  /** What the server has logged so far. */
  readonly logged: () => string
  end(): Promise<void>
}

export async function startServed(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), "fleetprompt-served-"))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const provider = await startOidcProvider(`${url}/sign-in/callback`)
  const env = {
    FLEETPROMPT_DATABASE_URL: `sqlite:${join(folder, "registry.db")}`,
    FLEETPROMPT_SECRET_KEY: "a key of the operator's own, long enough",
    FLEETPROMPT_PUBLIC_URL: url,
    FLEETPROMPT_PORT: String(port),
    FLEETPROMPT_OIDC_ISSUER: provider.issuer,
    FLEETPROMPT_OIDC_AUDIENCE: url,
    FLEETPROMPT_OIDC_CLIENT_ID: clientId,
    FLEETPROMPT_OIDC_CLIENT_SECRET: clientSecret,
  }
  const server = startNode([bin, "serve"], { cwd: folder, env })
  await server.says(/FleetPrompt registry on/, "stderr")
  return {
    url,
    provider,
    logged: () => server.stderr(),
    async end() {
      await Promise.all([server.kill("SIGTERM"), provider.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
