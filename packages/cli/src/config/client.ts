import type { FleetPrompt } from "@fleetprompt/sdk"
import type { Io } from "../io.ts"
import { cliVersion } from "../version.ts"

interface ClientOptions {
  readonly registryUrl: string
  readonly token: string | undefined
  /** The longest to wait for one answer, retries included. */
  readonly timeoutMs: number | undefined
}

/** The SDK's client, loaded when a command first talks to the registry. */
export async function createClient(io: Io, { registryUrl, token, timeoutMs }: ClientOptions): Promise<FleetPrompt> {
  const [sdk, { wireFetch }] = await Promise.all([import("@fleetprompt/sdk/fetch"), import("./wire.ts")])
  return new sdk.FleetPrompt({
    fetch: wireFetch({ env: io.env, authorities: undefined }),
    ...io.transport,
    baseUrl: registryUrl,
    token,
    timeoutMs,
    totalTimeoutMs: timeoutMs,
    userAgent: `fleetprompt-cli/${cliVersion}`,
  })
}
