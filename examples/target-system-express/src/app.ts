import { createRedeemer, type RedeemerOptions } from "@fleetprompt/redeem-client"
import { sendResponse, toExpress } from "@fleetprompt/redeem-client/express"
import { createInstallRoutes, type InstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { sqliteStore } from "@fleetprompt/redeem-client/sqlite"
import express, { type Express, type Request } from "express"
import type { Config } from "./config.ts"
import type { FlowDatabase } from "./database.ts"
import { listFlows, mayTakeOn, takeOn } from "./flows.ts"
import { homePage, signInPage } from "./pages.ts"
import { personOf, signIn } from "./sessions.ts"

/** What tests change of the network: they wait for nothing. */
export type Network = Pick<RedeemerOptions, "timeoutMs" | "maxRetries">

/** The install from this side: who is here, our rule, our import. */
export function installRoutesOf(
  { registry, secret, issuer }: Config,
  database: FlowDatabase,
  network: Network = {},
): InstallRoutes<Request> {
  const store = sqliteStore(database)
  const redeemer = createRedeemer({ registry, credential: { secret }, store, ...network })
  return createInstallRoutes<Request>(redeemer, {
    store,
    subject(_, request) {
      const person = personOf(database, request)
      return person === undefined ? redirectTo("/sign-in") : { iss: issuer, sub: person }
    },
    authorize: (_, { sub }) => mayTakeOn(database, sub),
    install(redemption, { subject }) {
      const targetInstallRef = takeOn(database, redemption, subject.sub)
      return targetInstallRef === undefined
        ? { outcome: "failed", code: "not_authorized" }
        : { outcome: "completed", targetInstallRef }
    },
    onError: (error) => void process.stderr.write(`${String(error)}\n`),
  })
}

const redirectTo = (location: string): Response => new Response(null, { status: 303, headers: { location } })

/** The target system: a team's page and a sign-in, and the install routes beside them. */
export function createApp(database: FlowDatabase, routes: InstallRoutes<Request>): Express {
  const app = express().disable("x-powered-by")
  app.use(toExpress(routes))
  app.use(express.urlencoded({ extended: false, limit: "8kb" }), (request, response, next) => {
    // A browser says where a request comes from; what is no browser has no cookie worth stealing.
    const site = request.get("sec-fetch-site") ?? "none"
    if (request.method !== "GET" && site !== "same-origin" && site !== "none") {
      response.sendStatus(403)
      return
    }
    response.set({ "cache-control": "no-store", "referrer-policy": "no-referrer" })
    response.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
    next()
  })

  app.get("/", (request, response) => void response.send(homePage(personOf(database, request), listFlows(database))))

  app.get("/sign-in", (_, response) => void response.send(signInPage()))

  app.post("/sign-in", (request, response) => {
    const { person, next } = request.body as Record<string, unknown>
    if (typeof person === "string") signIn(database, response, person)
    response.redirect(303, next === "/" ? next : `${routes.path}/confirm`)
  })

  app.post("/want", async (request, response) => {
    if (personOf(database, request) === undefined) {
      response.redirect(303, "/sign-in")
      return
    }
    const { listing, version } = request.body as Record<string, unknown>
    await sendResponse(await routes.start({ listing: textOf(listing), version: textOf(version) }), response)
  })
  return app
}

const textOf = (field: unknown): string | undefined => (typeof field === "string" && field !== "" ? field : undefined)
