import { randomBytes } from "node:crypto"
import { type Context, Hono } from "hono"
import { getCookie, setCookie } from "hono/cookie"
import type { Config } from "./config.ts"
import type { Workspace } from "./database.ts"
import type { Handoff } from "./handoff.ts"
import { listAgents } from "./installs.ts"
import { confirmPage, homePage, landingPage, messagePage, resumePage, signInPage } from "./pages.ts"
import { createSessions, type Session } from "./sessions.ts"

/** The target system: a workspace, and the three addresses of the handoff. */
export function createApp(config: Config, workspace: Workspace, handoff: Handoff): Hono {
  const app = new Hono()
  const sessions = createSessions()
  const sessionOf = (c: Context): Session => {
    const { id, session } = sessions.open(getCookie(c, "workspace_session"))
    // Lax lets the cookie come along when the registry's link opens our page, and not when a foreign page posts.
    setCookie(c, "workspace_session", id, { httpOnly: true, sameSite: "Lax", path: "/", secure: isHttps(c) })
    return session
  }

  app.use(async (c, next) => {
    if (c.req.method !== "GET" && !isOwnPage(c)) return c.text("Cross-site requests are not taken.", 403)
    c.header("referrer-policy", "no-referrer")
    c.header("cache-control", "no-store")
    c.header("content-security-policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'")
    return await next()
  })

  app.get("/", (c) => c.html(homePage(sessionOf(c).member, listAgents(workspace))))

  app.post("/sign-in", async (c) => {
    const { member, next } = await c.req.parseBody()
    if (typeof member === "string") sessionOf(c).member = member
    return c.redirect(next === "/fleetprompt/confirm" ? next : "/", 303)
  })

  app.get("/fleetprompt/install", (c) => {
    const nonce = randomBytes(16).toString("base64")
    const policy = `default-src 'none'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'`
    c.header("content-security-policy", policy)
    return c.html(landingPage(nonce))
  })

  app.post("/fleetprompt/install", async (c) => {
    const body: unknown = await c.req.json().catch(() => null)
    const token = tokenFrom(body, config.registry)
    if (token === undefined) return c.text("That is no install link of our registry.", 400)
    sessionOf(c).token = token
    return c.json({ next: "/fleetprompt/confirm" })
  })

  app.get("/fleetprompt/confirm", async (c) => {
    const { member, token } = sessionOf(c)
    if (member === undefined) return c.html(signInPage("/fleetprompt/confirm"))
    if (token === undefined) return c.html(messagePage("There is nothing to install here any more."), 410)
    const preview = await handoff.preview(token, member)
    // What a crash has interrupted is not live any more either; only a redeem can tell.
    return c.html(preview === null ? resumePage() : confirmPage(preview, member))
  })

  app.post("/fleetprompt/confirm", async (c) => {
    const { answer } = await c.req.parseBody()
    const { member, token } = sessionOf(c)
    if (member === undefined || token === undefined) return c.html(messagePage("Start the install again."), 400)
    const verdict = await (answer === "accept" ? handoff.accept(token, member) : handoff.decline(token, member))
    return c.html(messagePage(verdict.message), verdict.done ? 200 : 403)
  })

  app.onError((error, c) => {
    process.stderr.write(`${error.name}: ${error.message}\n`)
    return c.html(messagePage("The registry could not be reached. Try again in a moment; nothing is lost."), 502)
  })
  return app
}

const isHttps = (c: Context): boolean => new URL(c.req.url).protocol === "https:"

/** A browser says where a request comes from; what is no browser has no cookie worth stealing. */
const isOwnPage = (c: Context): boolean => ["same-origin", "none", undefined].includes(c.req.header("sec-fetch-site"))

/** The token of a link that names our registry; a link of another one is a mix-up or an attack. */
function tokenFrom(body: unknown, registry: string): string | undefined {
  if (typeof body !== "object" || body === null || !("token" in body) || !("issuer" in body)) return undefined
  return typeof body.token === "string" && body.issuer === registry ? body.token : undefined
}
