import { limits } from "@fleetprompt/sdk/contracts"

/**
 * The cookie of a signed-in browser. `__Host-` makes browsers refuse it from another host or over plain HTTP, so nobody
 * else can plant one. A registry on plain HTTP is one on the visitor's own machine, where not every browser takes that.
 */
const nameAt = (publicUrl: string): string => (isSecure(publicUrl) ? "__Host-fp_session" : "fp_session")

const isSecure = (publicUrl: string): boolean => publicUrl.startsWith("https:")

/** The secret in a `Cookie` header; undefined where there is none, or more than one. */
export function sessionIn(publicUrl: string, header: string | undefined): string | undefined {
  const name = `${nameAt(publicUrl)}=`
  const found = (header ?? "").split(/;\s*/).filter((pair) => pair.startsWith(name))
  return found.length === 1 ? found[0]?.slice(name.length) : undefined
}

/** `Set-Cookie` for a session that begins. */
export const keepSession = (publicUrl: string, secret: string): string =>
  cookieOf(publicUrl, secret, limits.webSessionTtlMs / 1_000)

/** `Set-Cookie` that takes it away. */
export const dropSession = (publicUrl: string): string => cookieOf(publicUrl, "", 0)

const cookieOf = (publicUrl: string, value: string, maxAge: number): string =>
  `${nameAt(publicUrl)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${isSecure(publicUrl) ? "; Secure" : ""}`
