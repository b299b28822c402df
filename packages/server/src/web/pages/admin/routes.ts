import type { AppContext } from "../../../domain/context.ts"
import type { Route } from "../../../http/route.ts"
import { auditPages } from "./audit.tsx"
import { casePages } from "./case.tsx"
import { peoplePages } from "./people.tsx"
import { publisherModerationPages } from "./publishers.tsx"
import { queuePages } from "./queue.tsx"
import { suspensionPages } from "./suspensions.tsx"
import { targetPages } from "./target.tsx"
import { targetListPages } from "./targets.tsx"

/** Where moderators work. To everybody else there is no such place. */
export const adminPages = (context: AppContext): Route[] => [
  ...queuePages(context),
  ...casePages(context),
  ...suspensionPages(context),
  ...publisherModerationPages(context),
  ...peoplePages(context),
  ...targetListPages(context),
  ...targetPages(context),
  ...auditPages(context),
]
