import { text } from "node:stream/consumers"
import { createRedeemer, memoryStore } from "@fleetprompt/redeem-client"
import { type ExpressRequest, sendResponse, toExpress } from "@fleetprompt/redeem-client/express"
import { createInstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { freePort } from "../free-port.ts"
import type { Registry } from "../registry.ts"
import { type LoggingServer, startLoggingServer } from "./logging-server.ts"

/** A target made of the pages of its client, with a sign-in that believes what it is told. */
export interface RoutesTarget extends LoggingServer {
  readonly url: string
  /** Slugs, one for each install. */
  readonly installed: readonly string[]
  readonly errors: readonly string[]
  /** Puts something of an attacker's into the head of every page from now on. */
  readonly inject: (html: string) => void
}

const signInPage =
  '<!doctype html><title>Sign in</title><form method="post"><label>Member <input name="member"></label></form>'

/** Registers a WHS deployment of that name and starts it in this process. `issuer` is who vouches for the buyers. */
export async function startRoutesTarget(registry: Registry, name: string, issuer: string): Promise<RoutesTarget> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const secret = await registry.addTarget(name, `${url}/fleetprompt/install`)
  const store = memoryStore()
  const installed: string[] = []
  const errors: string[] = []
  const routes = createInstallRoutes<ExpressRequest>(
    createRedeemer({ registry: registry.url, credential: { secret }, store }),
    {
      store,
      subject(request) {
        const sub = /\bmember=(\w+)/.exec(request.headers.get("cookie") ?? "")?.[1]
        return sub === undefined ? redirect("/sign-in") : { iss: issuer, sub }
      },
      authorize: () => true,
      install({ listing }) {
        installed.push(listing.slug)
        return { outcome: "completed" }
      },
      onError: (error) => errors.push(String(error)),
    },
  )
  const pages = toExpress(routes)
  let injected = ""
  const server = await startLoggingServer(port, async (request, response) => {
    const native = Object.assign(request, { originalUrl: request.url ?? "/" })
    const tampered = {
      set statusCode(status: number) {
        response.statusCode = status
      },
      setHeader: (header: string, value: string | string[]) => response.setHeader(header, value),
      end: (body: string) => response.end(body.replace("<head>", `<head>${injected}`)),
    }
    if (native.originalUrl.startsWith(routes.path)) await pages(native, tampered, () => response.destroy())
    else await sendResponse(await signIn(native), response)
  })
  return { ...server, url, installed, errors, inject: (html) => void (injected = html) }
}

async function signIn(request: ExpressRequest): Promise<Response> {
  if (request.method !== "POST") return new Response(signInPage, { headers: { "content-type": "text/html" } })
  const member = new URLSearchParams(await text(request)).get("member")
  return redirect("/fleetprompt/install/confirm", `member=${member}; HttpOnly; SameSite=Lax; Path=/`)
}

const redirect = (location: string, cookie?: string) =>
  new Response(null, { status: 303, headers: { location, ...(cookie !== undefined && { "set-cookie": cookie }) } })
