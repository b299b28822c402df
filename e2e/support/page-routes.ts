import type { AppContext } from "../../packages/server/src/domain/context.ts"
import { pageRoutes } from "../../packages/server/src/web/routes.ts"

/** What the pages' part of the route map holds besides pages: nobody looks at it as a page. */
const noPages: ReadonlySet<string> = new Set([
  "/assets/:file",
  "/listings/:publisher/:name/badge.svg",
  "/console/images/:file",
  "/robots.txt",
  "/sitemap.xml",
  // These lead on and show nothing.
  "/installs/:installIntentId/continue",
  "/sign-in/start",
  "/sign-in/callback",
])

/** The paths of all pages as the route map has them, those first that name more of their parts. */
const routes: readonly string[] = pageRoutes({ settings: { publicUrl: "http://localhost" } } as AppContext)
  .filter(({ method }) => method === "GET")
  .map(({ path }) => path)
  .filter((path) => !noPages.has(path))
  .toSorted((one, other) => one.split(":").length - other.split(":").length)

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}$`)
const patterns = routes.map((route) => [route, patternOf(route)] as const)

/** The page of the route map that is at that address; undefined where none is. */
export function pageAt(address: string): string | undefined {
  const { pathname } = new URL(address, "http://localhost")
  return patterns.find(([, pattern]) => pattern.test(pathname))?.[0]
}

/** The pages of the route map that none of these addresses leads to. */
export function pagesWithout(addresses: readonly string[]): string[] {
  const reached = new Set(addresses.map(pageAt))
  return routes.filter((route) => !reached.has(route))
}
