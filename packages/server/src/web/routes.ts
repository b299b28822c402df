import type { AppContext } from "../domain/context.ts"
import type { Route } from "../http/route.ts"
import { homePages } from "./pages/home.tsx"
import { resultPages } from "./pages/results.tsx"
import { assetRoutes } from "./assets/routes.ts"

/** Every page, and what pages are made of. */
export const pageRoutes = (context: AppContext): Route[] => [
  ...homePages(context),
  ...resultPages(context),
  ...assetRoutes(),
]
