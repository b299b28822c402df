import type { RedemptionStore } from "../store.ts"
import { sealerOf } from "./seal.ts"

/** An install on its way through the pages, kept by the browser that brought it and by nobody else. */
export interface ParkedInstall {
  token: string
  /** Of an install this target asked for; both null for any other. */
  state: string | null
  codeVerifier: string | null
}

/** What a browser keeps between asking for an install and coming back with its token. */
export interface ParkedRequest {
  state: string
  codeVerifier: string
}

/** Cookies of this very host alone, that no script can read, of which a link from the registry brings ours along. */
export interface Parking {
  /** A `Set-Cookie` header. */
  park: (install: ParkedInstall) => Promise<string>
  parked: (request: Request) => Promise<ParkedInstall | undefined>
  parkRequest: (asked: ParkedRequest) => Promise<string>
  parkedRequest: (request: Request) => Promise<ParkedRequest | undefined>
}

/** A token lives an hour at most, and a retry after a crash may come some time later. */
const lifeMs = 2 * 3_600_000

const installCookie = "__Host-fp_install"
const requestCookie = "__Host-fp_request"

/** A `Set-Cookie` header that makes the browser forget its install. */
export const unpark = `${installCookie}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`

export function createParking(store: RedemptionStore, now: () => number): Parking {
  const sealer = sealerOf(store, now)
  const set = async (name: string, value: object) =>
    `${name}=${await sealer.seal(name, value, now() + lifeMs)}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${lifeMs / 1_000}`
  return {
    park: (install) => set(installCookie, { ...install }),
    async parked(request) {
      const value = await sealer.open(installCookie, cookieOf(request, installCookie))
      return (
        value && {
          token: String(value["token"]),
          state: textOf(value["state"]),
          codeVerifier: textOf(value["codeVerifier"]),
        }
      )
    },
    parkRequest: (asked) => set(requestCookie, { ...asked }),
    async parkedRequest(request) {
      const value = await sealer.open(requestCookie, cookieOf(request, requestCookie))
      return value && { state: String(value["state"]), codeVerifier: String(value["codeVerifier"]) }
    },
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : null)

const cookieOf = (request: Request, name: string): string | undefined =>
  request.headers
    .get("cookie")
    ?.split(/; */)
    .find((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1)
