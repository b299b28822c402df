import { Hono } from "hono"
import type { AppContext } from "./domain/context.ts"
import { identityRoutes } from "./http/api/identity.ts"
import { installRoutes } from "./http/api/installs.ts"
import { listingEditRoutes } from "./http/api/listing-edits.ts"
import { listingRoutes } from "./http/api/listings.ts"
import { publisherRoutes } from "./http/api/publishers.ts"
import { redemptionRoutes } from "./http/api/redemptions.ts"
import { registryRoutes } from "./http/api/registry.ts"
import { releaseRoutes } from "./http/api/releases.ts"
import { targetRoutes } from "./http/api/targets.ts"
import { mount } from "./http/mount.ts"
import type { Route } from "./http/route.ts"

/** The whole route map. Who may call a route stands with the route. */
export const routesOf = (context: AppContext): Route[] => [
  ...registryRoutes(context),
  ...identityRoutes(context),
  ...publisherRoutes(context),
  ...listingRoutes(context),
  ...listingEditRoutes(context),
  ...releaseRoutes(context),
  ...targetRoutes(context),
  ...redemptionRoutes(context),
  ...installRoutes(context),
]

/** The registry as a function from request to response. */
export function createApp(context: AppContext): Hono {
  const app = new Hono()
  mount(app, context, routesOf(context))
  return app
}
