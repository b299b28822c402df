import type { InferResult, Kysely, Selectable } from "kysely"
import type { InstallIntent, InstallView } from "../../domain/installs/intent.ts"
import { artifactOf } from "./artifact.ts"
import type { Tables } from "./tables.ts"

/** Install intents with the names of everything they point at, in one query. */
export const installRows = (db: Kysely<Tables>) =>
  db
    .selectFrom("install_intents")
    .innerJoin("listings", "listings.listing_id", "install_intents.listing_id")
    .innerJoin("publishers", "publishers.publisher_id", "listings.publisher_id")
    .innerJoin("releases", "releases.release_id", "install_intents.release_id")
    .innerJoin("targets", "targets.target_id", "install_intents.target_id")
    .select(["install_intent_id", "buyer_user_id", "buyer_iss", "buyer_sub", "install_intents.listing_id"])
    .select(["install_intents.release_id", "install_intents.target_id", "target_context", "cancel_reason"])
    .select(["install_intents.require_buyer_match", "install_intents.status", "token_issue", "token_hash"])
    .select(["failed_attempts", "install_intents.created_at_ms", "expires_at_ms", "redeemed_at_ms"])
    .select(["redemption_id", "redemption", "outcome", "outcome_code", "outcome_at_ms", "target_install_ref"])
    .select(["handoff_id", "handoff_state", "code_challenge", "landing_url", "publishers.locked_at_ms"])
    .select(["handle", "display_name", "verified_at_ms", "publishers.publisher_id"])
    .select(["slug_name", "listings.name as listing_name", "asset_kind", "listings.status as listing_status"])
    .select(["version", "digest", "refs", "compatibility", "artifact_url", "artifact_sha256"])
    .select(["releases.status as release_status", "targets.name as target_name", "target_system"])

export type IntentRow = Selectable<Tables["install_intents"]>
type InstallRow = InferResult<ReturnType<typeof installRows>>[number]

export const installOf = (row: InstallRow): InstallView => ({
  installIntentId: row.install_intent_id,
  buyerUserId: row.buyer_user_id,
  buyer: { iss: row.buyer_iss, sub: row.buyer_sub },
  listingId: row.listing_id,
  releaseId: row.release_id,
  targetId: row.target_id,
  targetContext: JSON.parse(row.target_context),
  requireBuyerMatch: row.require_buyer_match === 1,
  status: row.status,
  cancelReason: row.cancel_reason,
  tokenIssue: row.token_issue,
  tokenHash: row.token_hash,
  failedAttempts: row.failed_attempts,
  createdAtMs: row.created_at_ms,
  expiresAtMs: row.expires_at_ms,
  redeemedAtMs: row.redeemed_at_ms,
  redemptionId: row.redemption_id,
  redemption: row.redemption === null ? null : JSON.parse(row.redemption),
  outcome: row.outcome,
  outcomeCode: row.outcome_code,
  outcomeAtMs: row.outcome_at_ms,
  targetInstallRef: row.target_install_ref,
  handoffId: row.handoff_id,
  handoffState: row.handoff_state,
  codeChallenge: row.code_challenge,
  listing: listingOf(row),
  release: releaseOf(row),
  target: { name: row.target_name, targetSystem: row.target_system, landingUrl: row.landing_url },
})

const listingOf = (row: InstallRow): InstallView["listing"] => ({
  slug: `${row.handle}/${row.slug_name}`,
  name: row.listing_name,
  assetKind: row.asset_kind,
  status: row.listing_status,
  publisherId: row.publisher_id,
  publisherHandle: row.handle,
  publisherDisplayName: row.display_name,
  publisherVerifiedAtMs: row.verified_at_ms,
  publisherLockedAtMs: row.locked_at_ms,
})

const releaseOf = (row: InstallRow): InstallView["release"] => ({
  version: row.version,
  digest: row.digest,
  status: row.release_status,
  refs: JSON.parse(row.refs),
  compatibility: JSON.parse(row.compatibility),
  artifact: artifactOf(row),
})

export const columnsOf = (intent: InstallIntent): IntentRow => ({
  install_intent_id: intent.installIntentId,
  buyer_user_id: intent.buyerUserId,
  buyer_iss: intent.buyer.iss,
  buyer_sub: intent.buyer.sub,
  listing_id: intent.listingId,
  release_id: intent.releaseId,
  target_id: intent.targetId,
  target_context: JSON.stringify(intent.targetContext),
  require_buyer_match: Number(intent.requireBuyerMatch),
  status: intent.status,
  cancel_reason: intent.cancelReason,
  token_issue: intent.tokenIssue,
  token_hash: intent.tokenHash,
  failed_attempts: intent.failedAttempts,
  created_at_ms: intent.createdAtMs,
  expires_at_ms: intent.expiresAtMs,
  redeemed_at_ms: intent.redeemedAtMs,
  redemption_id: intent.redemptionId,
  redemption: intent.redemption === null ? null : JSON.stringify(intent.redemption),
  outcome: intent.outcome,
  outcome_code: intent.outcomeCode,
  outcome_at_ms: intent.outcomeAtMs,
  target_install_ref: intent.targetInstallRef,
  handoff_id: intent.handoffId,
  handoff_state: intent.handoffState,
  code_challenge: intent.codeChallenge,
})
