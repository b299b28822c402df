import type {
  AssetKind,
  CancelReason,
  InstallOutcome,
  InstallStatus,
  ListingStatus,
  MemberRole,
  OutcomeCode,
  ReleaseStatus,
  TargetSystem,
} from "@fleetprompt/sdk/contracts"
import type { Generated } from "kysely"
import type { Actor, AuditAction } from "../../domain/audit/audit.ts"
import type { DatabaseMode } from "../../domain/store.ts"

/**
 * JSON as text: the engines spell their JSON types differently, and nothing is ever asked of its inside. Only this
 * server writes it, from a typed value, so what it reads back it does not check again.
 */
type JsonText = string
/** A yes or no as 1 or 0, for SQLite has no other. */
type Flag = number

/** The tables as both engines have them; the migrations make them, and CHECK constraints keep the narrow types true. */
export interface Tables {
  users: {
    user_id: string
    iss: string
    sub: string
    locked_at_ms: number | null
    created_at_ms: number
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
  }
  publishers: {
    publisher_id: string
    handle: string
    display_name: string
    verified_at_ms: number | null
    created_at_ms: number
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
    latest_release_id: string | null
    latest_version: string | null
    row_version: number
    created_at_ms: number
    updated_at_ms: number
    description: string
    /** Everything a search looks through, in lower case. */
    search_text: string
  }
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
  }
  target_secrets: {
    secret_id: string
    target_id: string
    secret_hash: string
    created_at_ms: number
    revoked_at_ms: number | null
  }
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
  }
  audit_log: {
    seq: Generated<number>
    action: AuditAction
    actor_kind: Actor["kind"]
    actor_id: string
    request_id: string
    subject_id: string
    at_ms: number
    details: JsonText
  }
  idempotency_keys: {
    principal_id: string
    route: string
    key_hash: string
    fingerprint: string
    result: string | null
    created_at_ms: number
  }
  meta: { name: "mode"; value: DatabaseMode }
  fleetprompt_migrations: { number: number; name: string; applied_at_ms: number }
}
