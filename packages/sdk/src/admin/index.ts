export { type Admin, adminOf } from "./admin.ts"
export type { ListingModeration } from "./listings.ts"
export type { PublisherModeration } from "./publishers.ts"
export type { Reports } from "./reports.ts"
export type { TargetAdministration } from "./targets.ts"
export type { UserModeration } from "./users.ts"

export type { ModerationReason } from "../contracts/complaints.ts"
export type { AuditEntry, ListAuditQuery } from "../contracts/audit-log.ts"
export type {
  ListReportsQuery,
  ListSuspensionsQuery,
  LockRequest,
  ModeratedListing,
  ModeratedPublisher,
  ModeratedUser,
  ModerationRole,
  Report,
  ReportStatus,
  ResolveReportRequest,
  SetModerationRoleRequest,
  SuspendListingRequest,
  VerifyPublisherRequest,
} from "../contracts/moderation.ts"
export type {
  AddedTargetCredential,
  AddTargetCredentialRequest,
  RegisteredTarget,
  RegisterTargetRequest,
  TargetAuthentication,
  TargetCredential,
  TargetPublicKey,
  TargetSettings,
  UpdateTargetRequest,
} from "../contracts/target-settings.ts"
