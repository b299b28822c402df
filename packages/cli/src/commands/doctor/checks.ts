import type { Context } from "../../context.ts"
import { CliError } from "../../errors.ts"
import { cliVersion } from "../../version.ts"
import { isOlder } from "./is-older.ts"

/** What one look came to. `idle` where there is nothing to look at, and nothing wrong with that. */
export interface Check {
  readonly name: string
  readonly state: "fine" | "idle" | "failed"
  readonly told: string
  readonly error?: Error
}

type Look = (context: Context) => Promise<Check>

/** A look that fails by throwing. */
const look =
  (name: string, at: (context: Context) => Promise<string | Pick<Check, "state" | "told">>): Look =>
  async (context) => {
    try {
      const found = await at(context)
      return typeof found === "string" ? { name, state: "fine", told: found } : { name, ...found }
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error))
      return { name, state: "failed", told: failure.message, error: failure }
    }
  }

export const checks: readonly Look[] = [
  look("program", async () => `fleetprompt ${cliVersion} on Node.js ${process.version}`),
  look("network", async ({ io: { env } }) => {
    const proxy = env["HTTPS_PROXY"] || env["https_proxy"]
    const authority = env["FLEETPROMPT_CA_FILE"] || env["NODE_EXTRA_CA_CERTS"]
    const told = [
      proxy ? `by way of the proxy ${hostOf(proxy)}` : "no proxy",
      ...(authority ? [`authorities of ${authority}`] : []),
    ]
    return told.join(", ")
  }),
  look("registry", async (context) => {
    const client = await context.clientWith(undefined)
    const { issuer, minCliVersion } = await client.discover()
    if (!isOlder(cliVersion, minCliVersion)) return `${context.registryUrl} answers as ${issuer}`
    throw new CliError({
      code: "USAGE",
      message: `${context.registryUrl} wants fleetprompt ${minCliVersion} or newer; this is ${cliVersion}.`,
      remedy: "Update it: npm install -g fleetprompt@latest",
    })
  }),
  look("credential", async (context) => {
    const credential = await context.credential()
    if (credential === undefined) return { state: "idle", told: "none: `fleetprompt login`, or FLEETPROMPT_TOKEN" }
    const { sub, credential: used, publishers } = await (await context.clientWith(credential.secret)).whoami()
    return `${sub}, by ${used.kind}, may ${used.scopes.join(" ")}; publishers: ${publishers.map(({ handle }) => handle).join(" ") || "none"}`
  }),
  look("manifest", async (context) => {
    const manifest = await context.manifest().catch((error: unknown) => {
      if (error instanceof CliError && error.code === "MANIFEST_NOT_FOUND") return undefined
      throw error
    })
    if (manifest === undefined) return { state: "idle", told: "none here: `fleetprompt init` writes one" }
    const names = manifest.entries.map(({ listing, release }) => `${listing.slug}@${release.version}`)
    return `${manifest.displayPath}: ${names.join(", ")}`
  }),
]

/** A proxy's address without the password that may stand in it. */
const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : "whose address is no URL")
