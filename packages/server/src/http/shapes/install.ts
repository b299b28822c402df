import type * as wire from "@fleetprompt/sdk/contracts"
import { type InstallView, statusAt } from "../../domain/installs/intent.ts"

/** An intent as its buyer sees it at this moment. No token and no hash of one. */
export const buyerIntent = (intent: InstallView, nowMs: number): wire.InstallIntent => ({
  installIntentId: intent.installIntentId,
  listing: {
    listingId: intent.listingId,
    slug: intent.listing.slug,
    name: intent.listing.name,
    status: intent.listing.status,
  },
  release: {
    releaseId: intent.releaseId,
    version: intent.release.version,
    digest: intent.release.digest,
    status: intent.release.status,
  },
  target: { targetId: intent.targetId, name: intent.target.name, targetSystem: intent.target.targetSystem },
  targetContext: { ...intent.targetContext },
  handoffId: null,
  status: statusAt(intent, nowMs),
  tokenIssues: intent.tokenIssue,
  outcome: intent.outcome,
  outcomeCode: intent.outcomeCode,
  targetInstallRef: null,
  cancelReason: intent.cancelReason,
  createdAtMs: intent.createdAtMs,
  expiresAtMs: intent.expiresAtMs,
  redeemedAtMs: intent.redeemedAtMs,
  outcomeAtMs: intent.outcomeAtMs,
})
