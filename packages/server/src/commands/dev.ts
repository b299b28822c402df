import { scopes } from "@fleetprompt/sdk/contracts"
import { devConfig, listenConfig } from "../config.ts"
import { operator } from "../domain/audit/audit.ts"
import { createToken } from "../domain/identity/create-token.ts"
import { localIssuer } from "../local-issuer.ts"
import { signInLink } from "./sign-in-link.ts"
import { run, type Running, untilStopped } from "../run.ts"

export interface DevOptions {
  readonly data: string
  readonly port?: number
}

const tokenTtlMs = 7 * 86_400_000

/** One person on their own machine loads whole catalogues in seconds. */
const devRateLimitScale = 1_000

const localHosts = (publicUrl: string | undefined): string[] => [
  "localhost",
  "127.0.0.1",
  "[::1]",
  ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]),
]

/** Runs a registry for one person on one machine and says how to talk to it. It binds loopback whatever was asked. */
export async function dev(options: DevOptions): Promise<void> {
  const at = listenConfig({ ...options, host: "127.0.0.1" })
  const { rateLimitScale = devRateLimitScale } = at
  const running = await run("dev", devConfig(options.data), { ...at, rateLimitScale, hosts: localHosts(at.publicUrl) })
  const text = await greeting(running)
  // Whoever reads the greeting may stop us at once, so we listen for that first.
  const stopped = untilStopped(running)
  process.stdout.write(text)
  await stopped
}

async function greeting({ url, context }: Running): Promise<string> {
  const user = { iss: localIssuer(context.secrets), sub: "dev" }
  const { secret } = await createToken(context, operator, { ...user, name: "dev", scopes, ttlMs: tokenTtlMs })
  const { link } = await signInLink(context, context.settings.publicUrl, user.sub)
  return [
    `FleetPrompt registry on ${url} (development, this machine alone)`,
    "",
    `  export FLEETPROMPT_URL=${url}`,
    `  export FLEETPROMPT_TOKEN=${secret}`,
    "",
    `Sign in with a browser, once and within ten minutes: ${link}`,
    "The token is good for a week. Stop with Ctrl-C.",
    "",
  ].join("\n")
}
