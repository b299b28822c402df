import type { InstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { toHono } from "@fleetprompt/redeem-client/hono"
import { type Context, Hono } from "hono"
import { listAgents } from "./agents.ts"
import type { Workspace } from "./database.ts"
import { homePage, signInPage } from "./pages.ts"
import type { createSessions } from "./sessions.ts"

/** The target system: a workspace with its own pages, and the install routes beside them. */
export function createApp(
  workspace: Workspace,
  sessions: ReturnType<typeof createSessions>,
  routes: InstallRoutes<Context>,
): Hono {
  const app = new Hono()
  app.use(toHono(routes))

  app.use(async (c, next) => {
    if (c.req.method !== "GET" && !isOwnPage(c)) return c.text("Cross-site requests are not taken.", 403)
    c.header("referrer-policy", "no-referrer")
    c.header("cache-control", "no-store")
    // What is asked of the registry is answered with a redirect there, which a policy for forms would stop.
    c.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
    return await next()
  })

  app.get("/", (c) => c.html(homePage(sessions.memberOf(c), listAgents(workspace))))

  app.get("/sign-in", (c) => c.html(signInPage()))

  app.post("/sign-in", async (c) => {
    const { member, next } = await c.req.parseBody()
    if (typeof member === "string") sessions.signIn(c, member)
    return c.redirect(next === "/" ? next : `${routes.path}/confirm`, 303)
  })

  // "Install from the registry": the buyer is here already, so the token they come back with is good in this browser only.
  app.post("/want", async (c) => {
    if (sessions.memberOf(c) === undefined) return c.redirect("/sign-in", 303)
    const { listing, version } = await c.req.parseBody()
    return await routes.start({ listing: textOf(listing), version: textOf(version) })
  })
  return app
}

const textOf = (field: unknown): string | undefined => (typeof field === "string" && field !== "" ? field : undefined)

/** A browser says where a request comes from; what is no browser has no cookie worth stealing. */
const isOwnPage = (c: Context): boolean => ["same-origin", "none", undefined].includes(c.req.header("sec-fetch-site"))
