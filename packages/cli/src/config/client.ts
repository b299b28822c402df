import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import { usageError } from "../errors.ts"
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
  const [sdk, fetch] = await Promise.all([import("@fleetprompt/sdk/fetch"), transportOf(io)])
  return new sdk.FleetPrompt({
    fetch,
    ...io.transport,
    baseUrl: registryUrl,
    token,
    timeoutMs,
    totalTimeoutMs: timeoutMs,
    userAgent: `fleetprompt-cli/${cliVersion}`,
  })
}

/**
 * What carries every request of the CLI.
 * @throws CliError where the file of authorities holds none.
 */
export async function transportOf({ env }: Pick<Io, "env">): Promise<typeof fetch> {
  const { wireFetch } = await import("./wire.ts")
  return wireFetch({ env, authorities: await authoritiesOf(env) })
}

/** The PEM file of a company's own authority, in FLEETPROMPT_CA_FILE. There is no way to turn the check off. */
async function authoritiesOf(env: Io["env"]): Promise<string | undefined> {
  const path = env["FLEETPROMPT_CA_FILE"]
  if (!path) return undefined
  const { readFile } = await import("node:fs/promises")
  const pem = await readFile(path, "utf8").catch(() => "")
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem
  throw usageError(`FLEETPROMPT_CA_FILE: ${path} holds no certificate.`, "Name a file of PEM certificates.")
}
