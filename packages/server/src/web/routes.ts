import type { AppContext } from "../domain/context.ts"
import type { Route } from "../http/route.ts"
import { assetRoutes } from "./assets/routes.ts"
import { activityPages } from "./pages/activity.tsx"
import { adminPages } from "./pages/admin/routes.ts"
import { badgePages } from "./pages/badge.tsx"
import { categoryPages } from "./pages/categories.tsx"
import { comparePages } from "./pages/compare.tsx"
import { compatibilityPages } from "./pages/compatibility.tsx"
import { consolePages } from "./pages/console/routes.ts"
import { crawlerPages } from "./pages/crawlers.tsx"
import { devicePages } from "./pages/device.tsx"
import { homePages } from "./pages/home.tsx"
import { installPages } from "./pages/install.tsx"
import { myInstallPages } from "./pages/installs.tsx"
import { listingPages } from "./pages/listing.tsx"
import { publisherPages } from "./pages/publisher.tsx"
import { publishPages } from "./pages/publish.tsx"
import { releasePages } from "./pages/releases.tsx"
import { reportPages } from "./pages/report.tsx"
import { resultPages } from "./pages/results.tsx"
import { signInAtProviderPages } from "./pages/sign-in-at-provider.tsx"
import { signInPages } from "./pages/sign-in.tsx"

/** Every page, and what pages are made of. */
export const pageRoutes = (context: AppContext): Route[] => [
  ...homePages(context),
  ...resultPages(context),
  ...categoryPages(context),
  ...listingPages(context),
  ...releasePages(context),
  ...compatibilityPages(context),
  ...activityPages(context),
  ...comparePages(context),
  ...reportPages(context),
  ...badgePages(context),
  ...publisherPages(context),
  ...publishPages(),
  ...signInPages(context),
  ...signInAtProviderPages(context),
  ...devicePages(context),
  ...installPages(context),
  ...myInstallPages(context),
  ...consolePages(context),
  ...adminPages(context),
  ...crawlerPages(context),
  ...assetRoutes(),
]
