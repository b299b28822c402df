/** Where a request comes from, as a browser tells it (Fetch Metadata, `Sec-Fetch-Site`). */
export type Site = "same-origin" | "same-site" | "cross-site" | "none"

interface Cookie {
  value: string
  sameSite: string
}

/** The cookies of one browser for one target. */
export interface Cookies {
  set(name: string, value: string): void
  /** Keeps what a reply sets. */
  keep(headers: Headers): void
  /** The `Cookie` header that goes along; undefined where none does. */
  headerFor(site: Site, method: string): string | undefined
}

export function createCookies(): Cookies {
  const jar = new Map<string, Cookie>()
  return {
    set(name, value) {
      jar.set(name, { value, sameSite: "" })
    },
    keep(headers) {
      for (const line of headers.getSetCookie()) {
        const [pair = "", ...attributes] = line.split(";").map((part) => part.trim())
        const [name = "", ...value] = pair.split("=")
        if (isOver(attributes)) jar.delete(name)
        else jar.set(name, { value: value.join("="), sameSite: attributeOf(attributes, "samesite").toLowerCase() })
      }
    },
    headerFor(site, method) {
      const sent = [...jar].filter(([, { sameSite }]) => goesAlong(sameSite, site, method))
      return sent.length === 0 ? undefined : sent.map(([name, { value }]) => `${name}=${value}`).join("; ")
    },
  }
}

/** A cookie without the attribute goes along everywhere: not every browser treats it as `Lax`. */
function goesAlong(sameSite: string, site: Site, method: string): boolean {
  if (site !== "cross-site" || !["lax", "strict"].includes(sameSite)) return true
  return sameSite === "lax" && method === "GET"
}

function isOver(attributes: string[]): boolean {
  const maxAge = attributeOf(attributes, "max-age")
  if (maxAge !== "") return Number(maxAge) <= 0
  const expires = attributeOf(attributes, "expires")
  return expires !== "" && Date.parse(expires) <= Date.now()
}

const attributeOf = (attributes: string[], name: string): string =>
  attributes.find((each) => each.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1) ?? ""
