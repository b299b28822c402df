import { createServer, type RequestListener } from "node:http"
import { serve } from "@hono/node-server"
import { memoryStore, type Subject } from "@fleetprompt/redeem-client"
import { toExpress, sendResponse } from "@fleetprompt/redeem-client/express"
import { toFastify } from "@fleetprompt/redeem-client/fastify"
import { createInstallRoutes, type InstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { toHono } from "@fleetprompt/redeem-client/hono"
import { toNext } from "@fleetprompt/redeem-client/next"
import express, { type Request as ExpressRequest } from "express"
import fastify, { type FastifyRequest } from "fastify"
import { type Context, Hono } from "hono"
import { describe, expect, it, onTestFinished } from "vitest"
import { newInstallToken, subject } from "./support/credentials.ts"
import { confirmPath, handoffRegistry, linkOf, TestBrowser } from "./support/handoff.ts"
import { testRedeemer } from "./support/redeemer.ts"

/** Who is signed in, as the frameworks below learn it from what they hand on. */
const sessions = new Map<string | undefined, Subject>([["session=ada", subject]])

function routesOf<Native>(
  registry: { fetch: typeof globalThis.fetch },
  sessionOf: (native: Native) => string | undefined,
) {
  const store = memoryStore()
  const redeemer = testRedeemer({ fetch: registry.fetch, store })
  return createInstallRoutes<Native>(redeemer, {
    subject: (_request, native) => sessions.get(sessionOf(native)) ?? null,
    authorize: () => true,
    install: () => ({ outcome: "completed", targetInstallRef: "agent-1" }),
    store,
  })
}

const sessionHeader = "x-session"

interface Framework {
  name: string
  /** Starts an app with the routes, one page of its own and one that starts an install; answers its origin. */
  start: (registry: { fetch: typeof globalThis.fetch }) => Promise<string>
}

const frameworks: Framework[] = [
  {
    name: "Hono",
    async start(registry) {
      const app = new Hono()
      const routes = routesOf(registry, (c: Context) => c.req.header(sessionHeader))
      app.use(toHono(routes))
      app.get("/own", (c) => c.text("own"))
      app.get("/import", () => routes.start({}))
      return await new Promise((resolve) => {
        const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
          resolve(originAt(port)),
        )
        onTestFinished(() => void server.close())
      })
    },
  },
  ...["before its parsers", "after its parsers"].map((order): Framework => ({
    name: `Express, ${order}`,
    async start(registry) {
      const app = express()
      const routes = routesOf(registry, (request: ExpressRequest) => request.get(sessionHeader))
      const parsers = [express.json(), express.urlencoded()]
      for (const middleware of order.startsWith("before")
        ? [toExpress(routes), ...parsers]
        : [...parsers, toExpress(routes)])
        app.use(middleware)
      app.get("/own", (_request, response) => void response.send("own"))
      app.post("/own", (request, response) => void response.json(request.body))
      app.get("/import", async (_request, response) => await sendResponse(await routes.start({}), response))
      return await listening(app)
    },
  })),
  {
    name: "Fastify",
    async start(registry) {
      const app = fastify()
      onTestFinished(() => app.close())
      const routes = routesOf(registry, (request: FastifyRequest) => String(request.headers[sessionHeader]))
      await app.register(toFastify(routes))
      app.get("/own", async () => "own")
      app.get("/import", async (_request, reply) => reply.send(await routes.start({})))
      return await app.listen({ port: 0, host: "127.0.0.1" })
    },
  },
]

describe.each(frameworks)("on $name", ({ start }) => {
  it("an install goes from link to report, by the framework's own session", async () => {
    const registry = handoffRegistry()
    const browser = await browserAt(await start(registry))
    expect((await browser.get("/fleetprompt/install")).headers.get("content-security-policy")).toContain("nonce-")
    expect((await browser.land(linkOf(newInstallToken()))).status).toBe(200)
    expect(await (await browser.get(confirmPath)).text()).toContain("acme/support-triage")
    expect(await (await browser.press("install")).text()).toContain("It is installed.")
    expect(registry.asked("redeem")).toMatchObject([{ subject }])
    expect(registry.asked("outcome")).toMatchObject([{ outcome: "completed", targetInstallRef: "agent-1" }])
  })

  it("nobody is signed in where the framework knows of nobody", async () => {
    const browser = await browserAt(await start(handoffRegistry()), {})
    await browser.land(linkOf(newInstallToken()))
    expect((await browser.get(confirmPath)).status).toBe(401)
  })

  it("the link may be pasted, a foreign site may not post, and other pages stay the target's", async () => {
    const origin = await start(handoffRegistry())
    const browser = await browserAt(origin)
    const pasted = await browser.submit("/fleetprompt/install", { link: linkOf(newInstallToken()) })
    expect([pasted.status, pasted.headers.get("location")]).toEqual([303, "install/confirm"])
    expect((await browser.land(linkOf(newInstallToken()), { "sec-fetch-site": "cross-site" })).status).toBe(403)
    expect(await (await browser.get("/own")).text()).toMatch(/own/)
    expect((await browser.get("/fleetprompt/else")).status).toBe(404)
  })

  it("the target may ask for an install", async () => {
    const browser = await browserAt(await start(handoffRegistry()))
    const reply = await browser.get("/import")
    expect([reply.status, reply.headers.get("location")]).toEqual([
      303,
      "https://registry.example/install?handoff=hof_1",
    ])
    expect([...browser.cookies.keys()]).toEqual(["__Host-fp_request"])
  })
})

it("on Express a body that is somebody else's is left to its parsers, and too long a one of ours brings nothing", async () => {
  const first = frameworks.find(({ name }) => name.startsWith("Express, before"))
  const browser = await browserAt((await first?.start(handoffRegistry())) ?? "")
  expect(await (await browser.submit("/own", { a: "b" })).json()).toEqual({ a: "b" })
  const link = `${linkOf(newInstallToken())}&padding=${"x".repeat(9_000)}`
  expect((await browser.land(link)).status).toBe(400)
})

it("for Next there is a handler for each method, which answers 404 for what is not ours", async () => {
  const registry = handoffRegistry()
  const { GET, POST } = toNext(
    routesOf(registry, (request: Request) => request.headers.get(sessionHeader) ?? undefined),
  )
  const handle = (request: Request) => (request.method === "POST" ? POST(request) : GET(request))
  const browser = new TestBrowser({ handle: (request) => handle(signedIn(request)) })
  await browser.land(linkOf(newInstallToken()))
  expect(await (await browser.press("install")).text()).toContain("It is installed.")
  expect((await browser.get("/else")).status).toBe(404)
})

it("routes that ask nothing of a framework go with each of them", () => {
  const routes: InstallRoutes = routesOf(handoffRegistry(), () => undefined)
  const wrapped = [toHono(routes), toExpress(routes), toFastify(routes), toNext(routes)]
  expect(wrapped).toHaveLength(4)
})

function signedIn(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.set(sessionHeader, "session=ada")
  return new Request(request, { headers })
}

/** A browser whose requests go over a socket, with a session of the framework's. */
async function browserAt(origin: string, session: Record<string, string> = { [sessionHeader]: "session=ada" }) {
  return new TestBrowser({
    async handle(request) {
      const { pathname } = new URL(request.url)
      const headers = new Headers([...request.headers, ...Object.entries(session)])
      headers.delete("origin")
      const body = request.method === "GET" ? {} : { body: await request.text() }
      return await fetch(new URL(pathname, origin), { method: request.method, headers, redirect: "manual", ...body })
    },
  })
}

const originAt = (port: number) => `http://127.0.0.1:${port}`

const listening = (app: RequestListener) =>
  new Promise<string>((resolve) => {
    const server = createServer(app)
    onTestFinished(() => void server.close())
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      resolve(originAt(typeof address === "object" ? (address?.port ?? 0) : 0))
    })
  })
