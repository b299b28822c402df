import { createRedeemer, type RedeemerOptions } from "@fleetprompt/redeem-client"
import { toFastify } from "@fleetprompt/redeem-client/fastify"
import { createInstallRoutes, type InstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { sqliteStore } from "@fleetprompt/redeem-client/sqlite"
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify"
import type { Library } from "./database.ts"
import { homePage, signInPage } from "./pages.ts"
import { personOf, signIn } from "./sessions.ts"
import { listSpecs, mayShelve, shelve } from "./specs.ts"

/** How the registry is reached, and as whom; tests change the network besides. */
export type Connection = Pick<RedeemerOptions, "registry" | "credential" | "timeoutMs" | "maxRetries">

/** The install from this side: who is here, our rule, our import. `issuer` is whose people sign in here. */
export function installRoutesOf(
  connection: Connection,
  issuer: string,
  library: Library,
): InstallRoutes<FastifyRequest> {
  const store = sqliteStore(library)
  return createInstallRoutes<FastifyRequest>(createRedeemer({ ...connection, store }), {
    store,
    subject(_, request) {
      const person = personOf(library, request)
      if (person === undefined) return new Response(null, { status: 303, headers: { location: "/sign-in" } })
      return { iss: issuer, sub: person }
    },
    authorize: ({ listing }, { sub }) => mayShelve(library, listing.slug, sub),
    install: (redemption) => ({ outcome: "completed", targetInstallRef: shelve(library, redemption) }),
    onError: (error) => void process.stderr.write(`${String(error)}\n`),
  })
}

/** The target system: a shelf and a sign-in, and the install routes beside them. */
export function createApp(library: Library, routes: InstallRoutes<FastifyRequest>): FastifyInstance {
  const app = fastify()
  void app.register(toFastify(routes))

  void app.register(async (own) => {
    const type = "application/x-www-form-urlencoded"
    if (!own.hasContentTypeParser(type))
      own.addContentTypeParser(type, { parseAs: "string", bodyLimit: 8_192 }, async (_: unknown, body: string) => body)

    own.addHook("onRequest", async (request, reply) => {
      // A browser says where a request comes from; what is no browser has no cookie worth stealing.
      const site = request.headers["sec-fetch-site"] ?? "none"
      if (request.method !== "GET" && site !== "same-origin" && site !== "none") {
        await reply.code(403).send()
        return
      }
      const policy = "default-src 'none'; frame-ancestors 'none'"
      reply.headers({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "content-security-policy": policy,
      })
    })

    own.get("/", async (request, reply) =>
      reply.type("text/html").send(homePage(personOf(library, request), listSpecs(library))),
    )
    own.get("/sign-in", async (_, reply) => reply.type("text/html").send(signInPage()))
    own.post("/sign-in", async (request, reply) => {
      const form = new URLSearchParams(String(request.body))
      signIn(library, reply, form.get("person") ?? "")
      return reply.redirect(form.get("next") === "/" ? "/" : `${routes.path}/confirm`, 303)
    })
    own.post("/want", async (request, reply) => {
      if (personOf(library, request) === undefined) return reply.redirect("/sign-in", 303)
      const form = new URLSearchParams(String(request.body))
      const wanted = { listing: form.get("listing") || undefined, version: form.get("version") || undefined }
      return reply.send(await routes.start(wanted))
    })
  })
  return app
}
