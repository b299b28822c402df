import { Refusal } from "../domain/refusal.ts"

/**
 * Holds requests to the host names that are ours. A page of somebody else's can point its own name at 127.0.0.1 and so
 * reach a development registry as its own origin (DNS rebinding), but it cannot change the name it sends.
 * @throws Refusal HOST_NOT_ALLOWED.
 */
export function requireHost(hosts: readonly string[] | undefined, header: string | undefined): void {
  if (hosts === undefined) return
  const name = (header ?? "").toLowerCase().replace(/:\d+$/, "")
  if (!hosts.includes(name)) throw new Refusal("HOST_NOT_ALLOWED", "This registry does not answer to that host name.")
}
