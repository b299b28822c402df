export type { Call, Reply, ResponseMeta } from "./call.ts"
export { FleetPrompt } from "./client.ts"
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
export type { Paged, PageQuery } from "./paging.ts"
export type { Installs } from "./resources/installs.ts"
export type { Listings } from "./resources/listings.ts"
export type { Publishers } from "./resources/publishers.ts"
export type { Releases } from "./resources/releases.ts"
export type { Targets } from "./resources/targets.ts"

export type { Category } from "./contracts/categories.ts"
export type { ContentWarning } from "./contracts/content-warnings.ts"
export type { Discovery } from "./contracts/discovery.ts"
export type { ErrorCode } from "./contracts/errors.ts"
export type { FieldIssue } from "./contracts/problem.ts"
export type { Scope, Whoami } from "./contracts/identity.ts"
export type {
  CancelReason,
  CreateInstallIntentRequest,
  InstallIntent,
  InstallOutcome,
  InstallStatus,
  IssuedInstall,
  TargetContext,
} from "./contracts/installs.ts"
export type {
  AssetKind,
  CreateListingRequest,
  Listing,
  ListingCard,
  ListingStatus,
  SetListingStatusRequest,
  UpdateListingRequest,
} from "./contracts/listings.ts"
export type { ListingImage } from "./contracts/images.ts"
export type { Page } from "./contracts/page.ts"
export type { ClaimPublisherRequest, Membership, Publisher } from "./contracts/publishers.ts"
export type {
  Artifact,
  Compatibility,
  FullRelease,
  PublishedRelease,
  PublishReleaseRequest,
  Release,
  ReleaseRefs,
  ReleaseStatus,
} from "./contracts/releases.ts"
export type { ListingSort, SearchListingsQuery } from "./contracts/search.ts"
export type { Slug } from "./contracts/slug.ts"
export type { Target, TargetSystem } from "./contracts/targets.ts"
