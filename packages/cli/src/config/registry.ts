import { usageError } from "../errors.ts"
import { readSettings } from "./settings.ts"

/** The public registry. */
const defaultRegistryUrl = "https://fleetprompt.com"

/**
 * The registry to talk to, without a trailing slash: the flag, else FLEETPROMPT_URL, else this person's setting, else
 * the public one. A file in
 * a project is never asked, for whoever wrote it would choose where the token goes.
 * @throws CliError where the address is not https, or http to this very machine.
 */
export function resolveRegistryUrl(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (flag !== undefined) return checkedRegistry(flag, "--registry")
  const fromEnv = env["FLEETPROMPT_URL"]?.trim()
  if (fromEnv) return checkedRegistry(fromEnv, "FLEETPROMPT_URL")
  const { registry } = readSettings({ env })
  return registry === undefined ? defaultRegistryUrl : checkedRegistry(registry, "The setting registry")
}

/** @throws CliError where it is no address a token may be sent to. */
export function checkedRegistry(text: string, source: string): string {
  const remedy = `Give ${source} an address such as ${defaultRegistryUrl}, or http://localhost:3000 on this machine.`
  if (!URL.canParse(text)) throw usageError(`${source} is not a URL.`, remedy)
  const url = new URL(text)
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    throw usageError(`${source} must begin with https://, for a token must not travel in the clear.`, remedy)
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw usageError(`${source} must have no user name, password, query or fragment.`, remedy)
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "")
}

const isLoopback = (hostname: string) =>
  hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname)

/** The page of a listing. */
export const listingUrl = (registryUrl: string, slug: string): string => `${registryUrl}/listings/${slug}`
