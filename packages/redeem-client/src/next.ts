import type { InstallRoutes } from "./handlers/install-routes.ts"

/**
 * Route handlers for Next: `export const { GET, POST } = toNext(routes)` in
 * `app/fleetprompt/install/[[...step]]/route.ts`. `subject` gets the request as Next made it.
 */
export function toNext<NextRequest extends Request>(routes: InstallRoutes<NextRequest> | InstallRoutes) {
  const handle = async (request: NextRequest): Promise<Response> =>
    (await (routes as InstallRoutes<NextRequest>).handle(request, request)) ?? new Response(null, { status: 404 })
  return { GET: handle, POST: handle }
}
