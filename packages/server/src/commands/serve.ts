import { ConfigError, type ListenConfig, listenConfig, serveConfig } from "../config.ts"
import { run, untilStopped } from "../run.ts"

export interface ServeOptions {
  readonly auth?: "tokens"
  readonly host?: string
  readonly port?: number
}

/** Runs a registry for others. It starts only when every setting that others' safety hangs on was made on purpose. */
export async function serve(options: ServeOptions): Promise<void> {
  const at = listenConfig(options)
  if (at.oidc === undefined && options.auth === undefined) {
    throw new ConfigError(
      "No identity provider is set up. Set FLEETPROMPT_OIDC_ISSUER and FLEETPROMPT_OIDC_AUDIENCE, " +
        "or start with --auth=tokens to admit holders of personal tokens only.",
    )
  }
  refusePlainHttp(at.publicUrl)
  refusePlainIssuers(at)
  const running = await run("serve", serveConfig(), at)
  const stopped = untilStopped(running)
  process.stderr.write(`FleetPrompt registry on ${running.url}\n`)
  await stopped
}

function refusePlainHttp(publicUrl: string | undefined): void {
  if (publicUrl === undefined)
    throw new ConfigError("Set FLEETPROMPT_PUBLIC_URL to the address clients use, such as https://registry.example.")
  const { protocol, hostname } = new URL(publicUrl)
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(hostname)
  if (protocol !== "https:" && !local)
    throw new ConfigError("FLEETPROMPT_PUBLIC_URL must be https:// off this machine: tokens travel over it.")
}

/** An issuer without https is one on this machine, and whoever else uses this machine could be it. */
function refusePlainIssuers({ ci, host }: ListenConfig): void {
  const isLocal = ["localhost", "127.0.0.1", "::1"].includes(host)
  if (isLocal || ci?.issuers.every(({ issuer }) => issuer.startsWith("https://")) !== false) return
  throw new ConfigError("FLEETPROMPT_CI_ISSUERS must be https:// where others can reach the registry.")
}
