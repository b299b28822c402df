import type { CiProvider } from "@fleetprompt/sdk/contracts"

/** Rows of trusted publishing. */
export interface TrustedPublishingTables {
  trusted_publishers: {
    trusted_publisher_id: string
    publisher_id: string
    slug_name: string
    provider: CiProvider
    issuer: string
    repository: string
    owner_id: string
    repository_id: string | null
    workflow: string
    environment: string | null
    ref_pattern: string | null
    /** JSON. */
    events: string
    allow_reusable: number
    unpinned_environment: string | null
    created_by: string
    created_at_ms: number
    last_used_at_ms: number | null
  }
  /** A row for each slug that takes releases from its trusted publishers alone. */
  trusted_publishing_rules: { publisher_id: string; slug_name: string }
  used_ci_tokens: { issuer: string; jti: string; expires_at_ms: number }
  ci_tokens: {
    ci_token_id: string
    token_hash: string
    trusted_publisher_id: string
    publisher_id: string
    slug: string
    version: string
    digest: string
    /** JSON. */
    provenance: string
    created_at_ms: number
    expires_at_ms: number
    revoked_at_ms: number | null
    used_at_ms: number | null
  }
}
