import type {
  AssetKind,
  CancelReason,
  ChangeKind,
  InstallOutcome,
  InstallStatus,
  ListingStatus,
  MemberRole,
  ModerationReason,
  ModerationRole,
  OutcomeCode,
  ReleaseStatus,
  ReportStatus,
  RevocationCause,
  RevocationReason,
  SuspensionReason,
  TargetAuthentication,
  TargetSystem,
  VerificationMethod,
} from "@fleetprompt/sdk/contracts"
import type { Generated } from "kysely"
import type { Actor, AuditAction } from "../../domain/audit/audit.ts"
import type { ListingCounter } from "../../domain/metrics/metric.ts"
import type { DatabaseMode } from "../../domain/store.ts"
import type { SessionTables } from "./session-tables.ts"
import type { SignedTables } from "./signed-tables.ts"
import type { TrustedPublishingTables } from "./trusted-publishing-tables.ts"

/**
 * JSON as text: the engines spell their JSON types differently, and nothing is ever asked of its inside. Only this
 * server writes it, from a typed value, so what it reads back it does not check again.
 */
type JsonText = string
/** A yes or no as 1 or 0, for SQLite has no other. */
type Flag = number

/** The tables as both engines have them; the migrations make them, and CHECK constraints keep the narrow types true. */
export interface Tables extends SessionTables, TrustedPublishingTables, SignedTables {
  users: {
    user_id: string
    iss: string
    sub: string
    locked_at_ms: number | null
    created_at_ms: number
    moderation_role: ModerationRole | null
    lock_reason: ModerationReason | null
  }
  personal_tokens: {
    token_id: string
    user_id: string
    name: string
    scopes: JsonText
    token_hash: string
    created_at_ms: number
    expires_at_ms: number
    revoked_at_ms: number | null
    listing_ids: JsonText | null
    last_used_at_ms: number | null
  }
  publishers: {
    publisher_id: string
    handle: string
    display_name: string
    verified_at_ms: number | null
    created_at_ms: number
    /** The handle with look-alikes folded; null for the younger of two that were claimed before they were refused. */
    skeleton: string | null
    description: string | null
    homepage_url: string | null
    row_version: number
    verification_method: VerificationMethod | null
    locked_at_ms: number | null
    lock_reason: ModerationReason | null
  }
  publisher_members: {
    publisher_id: string
    user_id: string
    role: MemberRole
    added_at_ms: number
  }
  listings: {
    listing_id: string
    publisher_id: string
    slug_name: string
    asset_kind: AssetKind
    status: ListingStatus
    name: string
    summary: string
    tags: JsonText
    categories: JsonText
    docs_url: string | null
    repo_url: string | null
    images: JsonText
    latest_release_id: string | null
    latest_version: string | null
    row_version: number
    created_at_ms: number
    updated_at_ms: number
    description: string
    first_published_at_ms: number | null
    deprecation_message: string | null
    deprecation_successor: string | null
    deprecated_at_ms: number | null
  }
  /** Where a listing was before it moved to another publisher. */
  former_slugs: { publisher_id: string; slug_name: string; listing_id: string; moved_at_ms: number }
  /** A row for every listing, so that neither counting an install nor changing a listing waits for the other. */
  listing_popularity: { seq: Generated<number>; listing_id: string; installs: number }
  /** Published listings as a search sees them, in normalized words; `place` is of `sql/search/place.ts`. */
  listing_search: {
    place: number
    listing_id: string
    slug: string
    /** The part of the slug after the slash. */
    name_key: string
    /** The words of the name with hyphens between them. */
    title_key: string
    /** Labels of `sql/search/labels.ts`, a blank before, between and after them. */
    labels: string
    summary: string
    updated_at_ms: number
  }
  /** The long texts of `listing_search`, which are searched and never shown. */
  listing_texts: {
    place: number
    /** As in `listing_search`, for the index of parts. */
    labels: string
    /** Every word and label once. */
    terms: string
    /** Every text in lower case. */
    body: string
  }
  /** The words a typing error is compared with, and each without one of its letters. */
  search_words: { word: string }
  search_word_keys: { word_key: string; word: string }
  image_blobs: { digest: string; bytes: Uint8Array; created_at_ms: number }
  /** The digests of `listings.images` once more, so that bytes nobody shows any longer can be told. */
  listing_images: { listing_id: string; digest: string }
  /** The tags of `listings.tags` once more, one to a row, so that an index finds them. */
  listing_tags: { listing_id: string; tag: string }
  /** As `listing_tags`, of `listings.categories`. */
  listing_categories: { listing_id: string; category: string }
  releases: {
    release_id: string
    listing_id: string
    version: string
    status: ReleaseStatus
    digest: string
    refs: JsonText
    compatibility: JsonText
    artifact_url: string | null
    artifact_sha256: string | null
    notes: string
    published_at_ms: number
    revoked_at_ms: number | null
    revocation_reason: RevocationReason | null
    revocation_note: string | null
    provenance: JsonText | null
  }
  targets: {
    target_id: string
    name: string
    target_system: TargetSystem
    landing_url: string
    asset_kinds: JsonText
    require_buyer_match: Flag
    token_ttl_ms_max: number
    disabled_at_ms: number | null
    created_at_ms: number
    authentication: TargetAuthentication
    is_default: Flag
    system_versions: JsonText
    row_version: number
  }
  /** A public key with its thumbprint, or the hash of a secret. */
  target_credentials: {
    credential_id: string
    target_id: string
    kind: TargetAuthentication
    kid: string | null
    public_key: JsonText | null
    secret_hash: string | null
    created_at_ms: number
    expires_at_ms: number | null
    revoked_at_ms: number | null
    last_used_at_ms: number | null
  }
  /** The signed requests of targets that were already let in, until they have expired. */
  target_assertions: { target_id: string; jti: string; expires_at_ms: number }
  install_intents: {
    install_intent_id: string
    buyer_user_id: string
    buyer_iss: string
    buyer_sub: string
    listing_id: string
    release_id: string
    target_id: string
    target_context: JsonText
    require_buyer_match: Flag
    status: InstallStatus
    cancel_reason: CancelReason | null
    token_issue: number
    token_hash: string
    failed_attempts: number
    created_at_ms: number
    expires_at_ms: number
    redeemed_at_ms: number | null
    redemption_id: string | null
    redemption: JsonText | null
    outcome: InstallOutcome | null
    outcome_code: OutcomeCode | null
    outcome_at_ms: number | null
    handoff_id: string | null
    handoff_state: string | null
    code_challenge: string | null
    target_install_ref: string | null
  }
  /** Installs that targets ask for; a row goes with its install, or when its time is up. */
  handoffs: {
    handoff_id: string
    target_id: string
    code_challenge: string
    state: string | null
    target_context: JsonText
    listing: string | null
    version: string | null
    created_at_ms: number
    expires_at_ms: number
  }
  revocations: { seq: number; release_id: string; revoked: Flag; cause: RevocationCause; at_ms: number }
  /** One row: the `seq` of the last revocation. */
  revocation_counter: { id: 1; seq: number }
  audit_log: {
    seq: Generated<number>
    action: AuditAction
    actor_kind: Actor["kind"]
    actor_id: string
    request_id: string
    subject_id: string
    at_ms: number
    details: JsonText
    /** Whose slice of the log this is in; null where no publisher may read it. */
    publisher_id: string | null
  }
  reports: {
    report_id: string
    listing_id: string
    reason: ModerationReason
    note: string
    reporter_hash: string | null
    status: ReportStatus
    created_at_ms: number
    resolved_at_ms: number | null
    resolved_by: string | null
    resolution_note: string | null
  }
  suspensions: {
    listing_id: string
    reason: SuspensionReason
    note: string
    status_before: Exclude<ListingStatus, "suspended">
    suspended_at_ms: number
    appeal_note: string | null
    appealed_at_ms: number | null
  }
  changes: {
    seq: number
    kind: ChangeKind
    listing_id: string
    publisher_id: string
    slug: string
    version: string | null
    at_ms: number
  }
  /** One row: the `seq` of the last change. */
  change_counter: { id: 1; seq: number }
  idempotency_keys: {
    principal_id: string
    route: string
    key_hash: string
    fingerprint: string
    result: string | null
    created_at_ms: number
  }
  rate_limit_windows: {
    bucket: string
    uses: number
    ends_at_ms: number
  }
  listing_metrics: {
    listing_id: string
    day_at_ms: number
    counter: ListingCounter
    count: number
  }
  meta: { name: "mode"; value: DatabaseMode }
  fleetprompt_migrations: { number: number; name: string; applied_at_ms: number }
}
