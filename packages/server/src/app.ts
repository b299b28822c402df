import { Hono } from "hono"
import type { AppContext } from "./domain/context.ts"
import { appealRoutes } from "./http/api/appeals.ts"
import { auditRoutes } from "./http/api/audit.ts"
import { changeRoutes } from "./http/api/changes.ts"
import { handoffRoutes } from "./http/api/handoffs.ts"
import { deviceLoginRoutes } from "./http/api/device-logins.ts"
import { imageRoutes } from "./http/api/images.ts"
import { identityRoutes } from "./http/api/identity.ts"
import { installRoutes } from "./http/api/installs.ts"
import { listingEditRoutes } from "./http/api/listing-edits.ts"
import { listingLifecycleRoutes } from "./http/api/listing-lifecycle.ts"
import { listingRoutes } from "./http/api/listings.ts"
import { memberRoutes } from "./http/api/members.ts"
import { metricRoutes } from "./http/api/metrics.ts"
import { openApiRoute } from "./http/api/openapi.ts"
import { preflightRoutes } from "./http/api/preflight.ts"
import { publisherModerationRoutes } from "./http/api/publisher-moderation.ts"
import { publisherRoutes } from "./http/api/publishers.ts"
import { receiptRoutes } from "./http/api/receipts.ts"
import { redemptionRoutes } from "./http/api/redemptions.ts"
import { registryRoutes } from "./http/api/registry.ts"
import { releaseRoutes } from "./http/api/releases.ts"
import { reportRoutes } from "./http/api/reports.ts"
import { revocationRoutes } from "./http/api/revocations.ts"
import { sessionRoutes } from "./http/api/sessions.ts"
import { suspensionRoutes } from "./http/api/suspensions.ts"
import { limitRoutes } from "./http/api/limits.ts"
import { targetSettingsRoutes } from "./http/api/target-settings.ts"
import { targetRoutes } from "./http/api/targets.ts"
import { tokenRoutes } from "./http/api/tokens.ts"
import { trustedPublisherRoutes } from "./http/api/trusted-publishers.ts"
import { trustedPublishingRoutes } from "./http/api/trusted-publishing.ts"
import { userModerationRoutes } from "./http/api/user-moderation.ts"
import { mount } from "./http/mount.ts"
import type { Route } from "./http/route.ts"
import { tellPeople } from "./web/pages/refusal.tsx"
import { pageRoutes } from "./web/routes.ts"

/** The whole route map. Who may call a route stands with the route. */
export function routesOf(context: AppContext): Route[] {
  const routes: Route[] = [
    ...registryRoutes(context),
    ...identityRoutes(context),
    ...tokenRoutes(context),
    ...deviceLoginRoutes(context),
    ...sessionRoutes(context),
    ...limitRoutes(context),
    ...publisherRoutes(context),
    ...memberRoutes(context),
    ...listingRoutes(context),
    ...listingEditRoutes(context),
    ...listingLifecycleRoutes(context),
    ...imageRoutes(context),
    ...metricRoutes(context),
    ...releaseRoutes(context),
    ...trustedPublisherRoutes(context),
    ...trustedPublishingRoutes(context),
    ...receiptRoutes(context),
    ...targetRoutes(context),
    ...targetSettingsRoutes(context),
    ...redemptionRoutes(context),
    ...installRoutes(context),
    ...preflightRoutes(context),
    ...handoffRoutes(context),
    ...changeRoutes(context),
    ...revocationRoutes(context),
    ...reportRoutes(context),
    ...appealRoutes(context),
    ...suspensionRoutes(context),
    ...publisherModerationRoutes(context),
    ...userModerationRoutes(context),
    ...auditRoutes(context),
    ...pageRoutes(context),
  ]
  // The description describes itself too, so it is made when it is first asked for.
  routes.push(openApiRoute(context, routes))
  return routes
}

/** The registry as a function from request to response. */
export function createApp(context: AppContext, routes: readonly Route[] = routesOf(context)): Hono {
  const app = new Hono()
  mount(app, context, routes, tellPeople)
  return app
}
