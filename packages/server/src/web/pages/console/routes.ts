import type { AppContext } from "../../../domain/context.ts"
import type { Route } from "../../../http/route.ts"
import { ownAuditPages } from "./audit.tsx"
import { editorPages } from "./editor.tsx"
import { ownImagePages } from "./images.tsx"
import { memberPages } from "./members.tsx"
import { metricPages } from "./metrics.tsx"
import { newListingPages } from "./new-listing.tsx"
import { newReleasePages } from "./new-release.tsx"
import { overviewPages } from "./overview.tsx"
import { publisherTrustPages } from "./publisher-trust.tsx"
import { ownPublisherPages } from "./publisher.tsx"
import { ownReleasePages } from "./releases.tsx"
import { sessionPages } from "./sessions.tsx"
import { statusPages } from "./status.tsx"
import { tokenPages } from "./tokens.tsx"
import { trustPages } from "./trusted-publishers.tsx"

/** The pages of those who publish. */
export const consolePages = (context: AppContext): Route[] => [
  ...overviewPages(context),
  ...newListingPages(context),
  ...editorPages(context),
  ...ownImagePages(context),
  ...newReleasePages(context),
  ...ownReleasePages(context),
  ...statusPages(context),
  ...metricPages(context),
  ...trustPages(context),
  ...tokenPages(context),
  ...sessionPages(context),
  ...ownPublisherPages(context),
  ...memberPages(context),
  ...publisherTrustPages(context),
  ...ownAuditPages(context),
]
