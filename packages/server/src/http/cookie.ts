/** A cookie that one browser keeps for this registry alone. */
export interface Cookie {
  /** Undefined where there is none, or more than one. */
  read(header: string | undefined): string | undefined
  /** `Set-Cookie` for a value that lasts so long. */
  keep(value: string, forMs: number): string
  /** `Set-Cookie` that takes it away. */
  drop(): string
}

/**
 * `__Host-` makes browsers refuse a cookie from another host or over plain HTTP, so nobody else can plant one. A
 * registry on plain HTTP is one on the visitor's own machine, where not every browser takes that.
 */
export function cookieOf(publicUrl: string, plainName: string): Cookie {
  const isSecure = publicUrl.startsWith("https:")
  const name = prefixOf(publicUrl) + plainName
  const write = (value: string, maxAge: number) =>
    `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`
  return {
    read(header) {
      const found = (header ?? "").split(/;\s*/).filter((pair) => pair.startsWith(`${name}=`))
      return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined
    },
    keep: (value, forMs) => write(value, forMs / 1_000),
    drop: () => write("", 0),
  }
}

/** The names of the cookies a browser sent which begin like this, without the prefix. */
export function cookieNamesIn(publicUrl: string, start: string, header: string | undefined): string[] {
  const prefix = prefixOf(publicUrl)
  return (header ?? "")
    .split(/;\s*/)
    .map((pair) => pair.slice(0, Math.max(0, pair.indexOf("="))))
    .filter((name) => name.startsWith(prefix + start))
    .map((name) => name.slice(prefix.length))
}

const prefixOf = (publicUrl: string): string => (publicUrl.startsWith("https:") ? "__Host-" : "")
