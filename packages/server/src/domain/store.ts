import type { AuditReads, AuditStore } from "./audit/store.ts"
import type { ChangeReads, ChangeStore } from "./changes/store.ts"
import type { HandoffReads, HandoffStore } from "./handoffs/store.ts"
import type { IdempotencyStore } from "./idempotency/store.ts"
import type { TokenReads, TokenStore, UserReads, UserStore } from "./identity/store.ts"
import type { ImageReads, ImageStore } from "./images/store.ts"
import type { InstallReads, InstallStore } from "./installs/store.ts"
import type { ListingReads, ListingStore } from "./listings/store.ts"
import type { MetricReads, MetricStore } from "./metrics/store.ts"
import type { ModerationReads, ModerationStore, SuspensionReads, SuspensionStore } from "./moderation/store.ts"
import type { PublisherReads, PublisherStore } from "./publishers/store.ts"
import type { RateLimitReads, RateLimitStore } from "./rate-limits/store.ts"
import type { ReceiptReads, ReceiptStore } from "./receipts/store.ts"
import type { ReleaseReads, ReleaseStore } from "./releases/store.ts"
import type { ReportReads, ReportStore } from "./reports/store.ts"
import type { RevocationReads, RevocationStore } from "./revocations/store.ts"
import type { DeviceLoginReads, DeviceLoginStore, SessionReads, SessionStore } from "./sessions/store.ts"
import type { SignInLinkReads, SignInLinkStore, WebSessionReads, WebSessionStore } from "./web-sessions/store.ts"
import type { TrustedPublishingReads, TrustedPublishingStore } from "./trusted-publishing/store.ts"
import type { SigningKeyReads, SigningKeyStore } from "./signing/store.ts"
import type { TargetReads, TargetStore } from "./targets/store.ts"

/** The one way to the data. SQLite and PostgreSQL both keep every promise made here and sit the same exam. */
export interface Store {
  /** Reads what is committed. A read right after a write's reply sees that write. */
  readonly read: Reads
  /**
   * Runs `work` as one transaction. When it resolves, its writes are durable on disk; when it throws, none of
   * them ever happened. `work` awaits nothing but `tx`: the network has no place inside a transaction, and it may
   * be run again from the start where the engine asks for that.
   */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>
  /** Resolves when the engine answers. */
  ping(): Promise<void>
  /** The mode this database was made in, or undefined for a new one. */
  mode(): Promise<DatabaseMode | undefined>
  /** Stamps a new database; a stamped one keeps its mode. */
  stampMode(mode: DatabaseMode): Promise<void>
  close(): Promise<void>
}

/** A database of local development users must never serve real ones. */
export type DatabaseMode = "dev" | "serve"

/** The questions that can be asked outside a transaction. */
export interface Reads {
  readonly users: UserReads
  readonly tokens: TokenReads
  readonly sessions: SessionReads
  readonly deviceLogins: DeviceLoginReads
  readonly webSessions: WebSessionReads
  readonly signInLinks: SignInLinkReads
  readonly publishers: PublisherReads
  readonly listings: ListingReads
  readonly images: ImageReads
  readonly releases: ReleaseReads
  readonly receipts: ReceiptReads
  readonly targets: TargetReads
  readonly installs: InstallReads
  readonly handoffs: HandoffReads
  readonly revocations: RevocationReads
  readonly signingKeys: SigningKeyReads
  readonly rateLimits: RateLimitReads
  readonly changes: ChangeReads
  readonly reports: ReportReads
  readonly suspensions: SuspensionReads
  readonly moderation: ModerationReads
  readonly audit: AuditReads
  readonly metrics: MetricReads
  readonly trustedPublishing: TrustedPublishingReads
}

/** The questions and writes of one transaction. */
export interface Transaction {
  readonly users: UserStore
  readonly tokens: TokenStore
  readonly sessions: SessionStore
  readonly deviceLogins: DeviceLoginStore
  readonly webSessions: WebSessionStore
  readonly signInLinks: SignInLinkStore
  readonly publishers: PublisherStore
  readonly listings: ListingStore
  readonly images: ImageStore
  readonly releases: ReleaseStore
  readonly receipts: ReceiptStore
  readonly targets: TargetStore
  readonly installs: InstallStore
  readonly handoffs: HandoffStore
  readonly revocations: RevocationStore
  readonly signingKeys: SigningKeyStore
  readonly changes: ChangeStore
  readonly reports: ReportStore
  readonly suspensions: SuspensionStore
  readonly moderation: ModerationStore
  readonly audit: AuditStore
  readonly metrics: MetricStore
  readonly trustedPublishing: TrustedPublishingStore
  readonly idempotency: IdempotencyStore
  readonly rateLimits: RateLimitStore
}
