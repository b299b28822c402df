import type * as wire from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { type InstallView, statusAt } from "../../domain/installs/intent.ts"
import { installLink, installTokenOf } from "../../domain/installs/token.ts"

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
  handoffId: intent.handoffId,
  status: statusAt(intent, nowMs),
  tokenIssues: intent.tokenIssue,
  outcome: intent.outcome,
  outcomeCode: intent.outcomeCode,
  targetInstallRef: intent.targetInstallRef,
  cancelReason: intent.cancelReason,
  createdAtMs: intent.createdAtMs,
  expiresAtMs: intent.expiresAtMs,
  redeemedAtMs: intent.redeemedAtMs,
  outcomeAtMs: intent.outcomeAtMs,
})

/** The same with the token of this issue, derived for this reply, and the link that carries it. */
export const issuedIntent = (context: AppContext, intent: InstallView): wire.IssuedInstall => ({
  intent: buyerIntent(intent, context.nowMs()),
  installToken: installTokenOf(context, intent),
  link: installLink(context, intent),
})

/**
 * A tag of all that the buyer sees. It is made of the words and not of a row version, for names and states of listing
 * and release stand in it too, and time alone can change the status.
 */
export const intentEtag = (context: AppContext, intent: wire.InstallIntent): string =>
  `"ins-${context.secrets.hash(JSON.stringify(intent)).slice(0, 32)}"`
