import type { AppContext } from "../../../domain/context.ts"
import type { Route } from "../../../http/route.ts"
import { editorPages } from "./editor.tsx"
import { newListingPages } from "./new-listing.tsx"
import { newReleasePages } from "./new-release.tsx"
import { overviewPages } from "./overview.tsx"
import { ownReleasePages } from "./releases.tsx"

/** The pages of those who publish. */
export const consolePages = (context: AppContext): Route[] => [
  ...overviewPages(context),
  ...newListingPages(context),
  ...editorPages(context),
  ...newReleasePages(context),
  ...ownReleasePages(context),
]
