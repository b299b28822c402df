export type { Call, Reply, ResponseMeta } from "./call.ts"
export type { RegistryClient } from "./client.ts"
export type { FleetPromptOptions } from "./connection.ts"
export type { CallOptions, CreateOptions, UpdateOptions } from "./endpoint.ts"
export {
  AbortedError,
  ApiError,
  ConnectionError,
  FleetPromptError,
  isCode,
  isFleetPromptError,
  ResponseShapeError,
  TimeoutError,
} from "./errors.ts"
export { type Hooks, type Logger, logTo, type RequestEvent, type ResponseEvent, type RetryEvent } from "./hooks.ts"
export type { Paged, PageQuery } from "./paging.ts"
export type { Client } from "./caller-of.ts"
export type { Changes } from "./resources/changes.ts"
export type { Installs } from "./resources/installs.ts"
export type { Listings } from "./resources/listings.ts"
export type { Publishers } from "./resources/publishers.ts"
export type { Releases } from "./resources/releases.ts"
export type { Targets } from "./resources/targets.ts"
export type { WaitOptions } from "./resources/wait-for-install.ts"

export type { PublisherAuditEntry } from "./contracts/audit.ts"
export type { Category } from "./contracts/categories.ts"
export type { Change, ChangeKind, ChangePage, ListChangesQuery } from "./contracts/changes.ts"
export type { ContentWarning } from "./contracts/content-warnings.ts"
export type { Discovery, SigningKey } from "./contracts/discovery.ts"
export type { ErrorCode } from "./contracts/errors.ts"
export type { FieldIssue } from "./contracts/problem.ts"
export type { Handoff } from "./contracts/handoffs.ts"
export type { Scope, Whoami } from "./contracts/identity.ts"
export type {
  CreateInstallIntentRequest,
  IssueInstallTokenRequest,
  TargetContext,
} from "./contracts/install-requests.ts"
export type {
  CancelReason,
  CreatedInstall,
  InstallIntent,
  InstallOutcome,
  InstallStatus,
  IssuedInstall,
} from "./contracts/installs.ts"
export type {
  CreateListingRequest,
  DeprecateListingRequest,
  SetListingStatusRequest,
  TransferListingRequest,
  UpdateListingRequest,
} from "./contracts/listing-requests.ts"
export type {
  AssetKind,
  DeletedListing,
  Deprecation,
  Listing,
  ListingCard,
  ListingStatus,
} from "./contracts/listings.ts"
export type { ListingImage } from "./contracts/images.ts"
export type { AppealRequest, ReportListingRequest } from "./contracts/complaint-requests.ts"
export type { ReportReceipt, Suspension } from "./contracts/complaints.ts"
export type { ListingMetrics, ListingMetricsQuery } from "./contracts/metrics.ts"
export type { Page } from "./contracts/page.ts"
export type { Preflight, PreflightCause, VersionCheck } from "./contracts/preflight.ts"
export type { CiProvider, Provenance } from "./contracts/provenance.ts"
export type { ClaimPublisherRequest, UpdatePublisherRequest } from "./contracts/publisher-requests.ts"
export type { Membership, MemberRole, Publisher, PublisherMember } from "./contracts/publishers.ts"
export type {
  Artifact,
  Compatibility,
  PublishReleaseRequest,
  ReleaseRefs,
  RevokeReleaseRequest,
} from "./contracts/release-requests.ts"
export type {
  FullRelease,
  PublishedRelease,
  Release,
  ReleaseStatus,
  Revocation,
  RevocationReason,
  RevokedRelease,
} from "./contracts/releases.ts"
export type { RateLimitAction, RateLimitState } from "./contracts/rate-limits.ts"
export type { ListingSearchPage, SearchFacets, SearchSuggestions } from "./contracts/search.ts"
export type { ListingSort, SearchListingsQuery } from "./contracts/search-requests.ts"
export type { Slug } from "./contracts/slug.ts"
export type { Target, TargetSystem } from "./contracts/targets.ts"
