import { isIP, isIPv6 } from "node:net"

/**
 * What an unknown caller is counted by: their IPv4 address, or their IPv6 network of /64, for a single house has that
 * many addresses to choose from.
 * @param peer the other end of the connection
 * @param forwardedFor the `X-Forwarded-For` header. Each trusted proxy has added the address it was called from at its
 *   end; what stands before those a client can make up, so it is never looked at.
 */
export function clientNetwork(peer: string, forwardedFor: string | undefined, trustedProxies: number): string {
  if (trustedProxies === 0 || forwardedFor === undefined) return networkOf(peer)
  const hops = forwardedFor.split(",").map((hop) => hop.trim())
  const client = hops[Math.max(0, hops.length - trustedProxies)] ?? ""
  return networkOf(isIP(client) === 0 ? peer : client)
}

function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ?? `${groupsOf(address).slice(0, 4).join(":")}::/64`
}

/** The eight groups of an IPv6 address, each without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = "", tail] = (address.split("%")[0] ?? "").toLowerCase().split("::")
  const before = head === "" ? [] : head.split(":")
  const after = tail === undefined || tail === "" ? [] : tail.split(":")
  // An IPv4 address at the end stands for two groups; they are behind the network we ask for.
  const written = before.length + after.length + (address.includes(".") ? 1 : 0)
  const zeros = tail === undefined ? 0 : 8 - written
  return [...before, ...Array<string>(zeros).fill("0"), ...after].map((group) => group.replace(/^0+(?=.)/, ""))
}
