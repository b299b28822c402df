import { once } from "node:events"
import { createServer, type Server } from "node:http"
import { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import { createRedeemer, memoryStore } from "@fleetprompt/redeem-client"
import { type ExpressRequest, type NodeResponse, sendResponse, toExpress } from "@fleetprompt/redeem-client/express"
import { createInstallRoutes } from "@fleetprompt/redeem-client/handlers"
import type { InstalledThing, TargetSetting } from "@fleetprompt/redeem-client/testing"

const issuer = "https://id.example.com"

/** A system that listens on a port, as the reader of the README has one: the routes of this package, and its own rules. */
export async function startYourSystem({ registry, credential, timeoutMs }: TargetSetting) {
  const store = memoryStore()
  const installs = new Map<string, InstalledThing>()
  const log: string[] = []
  let areImportsBroken = false

  const routesOf = () =>
    createInstallRoutes<ExpressRequest>(createRedeemer({ registry, credential, store, timeoutMs, maxRetries: 1 }), {
      store,
      subject: (request) => memberOf(request.headers.get("cookie")),
      authorize: (_, { sub }) => sub !== "vera",
      install({ redemptionId, listing, release }) {
        if (areImportsBroken) throw new Error("The disk is full.")
        installs.set(redemptionId, { slug: listing.slug, version: release.version })
        return { outcome: "completed" }
      },
      onError: (error) => log.push(String(error)),
    })

  let routes = routesOf()

  async function answer(request: ExpressRequest, response: NodeResponse): Promise<void> {
    if (request.originalUrl === "/want")
      await sendResponse(await routes.start(JSON.parse(await text(Readable.from(request)))), response)
    else
      await toExpress(routes)(
        request,
        response,
        () => void sendResponse(new Response("Nothing here.", { status: 404 }), response),
      )
  }

  let server = await listening(0, answer)
  const port = portOf(server)
  return {
    url: `http://127.0.0.1:${port}`,
    sessionOf: (sub: string) => sub,
    installed: () => [...installs.values()],
    async crashAndRestart() {
      await closed(server)
      routes = routesOf()
      server = await listening(port, answer)
    },
    resume: () => routes.resume(),
    breakImports(broken: boolean) {
      areImportsBroken = broken
    },
    log: () => log.join("\n"),
    stop: () => closed(server),
  }
}

function memberOf(cookie: string | null) {
  const sub = /\bsession=(\w+)/.exec(cookie ?? "")?.[1]
  return sub === undefined ? null : { iss: issuer, sub }
}

type Answer = (request: ExpressRequest, response: NodeResponse) => Promise<void>

async function listening(port: number, answer: Answer): Promise<Server> {
  const server = createServer(
    (request, response) => void answer(Object.assign(request, { originalUrl: request.url ?? "/" }), response),
  )
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  return server
}

async function closed(server: Server): Promise<void> {
  const end = once(server, "close")
  server.close()
  server.closeAllConnections()
  await end
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The system has no port.")
  return address.port
}
