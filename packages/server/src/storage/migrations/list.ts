import { initial } from "./0001-initial.ts"
import { publisherLifecycle } from "./0002-publisher-lifecycle.ts"
import { moderationAndChanges } from "./0003-moderation-and-changes.ts"
import { search } from "./0004-search.ts"
import { images } from "./0005-images.ts"
import { tokens } from "./0006-tokens.ts"
import { metrics } from "./0007-metrics.ts"
import { handoff } from "./0008-handoff.ts"
import { deviceLogin } from "./0010-device-login.ts"
import { webSessions } from "./0009-web-sessions.ts"
import { provenance } from "./0011-provenance.ts"
import { changesOfListing } from "./0012-changes-of-listing.ts"
import { trustedPublishing } from "./0013-trusted-publishing.ts"
import { searchInOrder } from "./0014-search-in-order.ts"
import { auditChain } from "./0015-audit-chain.ts"
import { signedStatements } from "./0016-signed-statements.ts"
import type { Migration } from "./migration.ts"

/** Every migration in order; the number of each is its place, counted from one. */
export const migrations: readonly Migration[] = [
  initial,
  publisherLifecycle,
  moderationAndChanges,
  search,
  images,
  tokens,
  metrics,
  handoff,
  deviceLogin,
  webSessions,
  provenance,
  changesOfListing,
  trustedPublishing,
  searchInOrder,
  auditChain,
  signedStatements,
]
