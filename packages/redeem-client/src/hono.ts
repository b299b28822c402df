import type { InstallRoutes } from "./handlers/install-routes.ts"

/** What is used of Hono's context. */
export interface HonoContext {
  req: { raw: Request }
}

/** Middleware for Hono: `app.use(toHono(routes))`. `subject` gets the context. */
export const toHono =
  <Context extends HonoContext>(routes: InstallRoutes<Context> | InstallRoutes) =>
  async (c: Context, next: () => Promise<void>): Promise<Response | void> =>
    (await (routes as InstallRoutes<Context>).handle(c.req.raw, c)) ?? (await next())
