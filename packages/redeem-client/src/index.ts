export type { TargetCredential, TargetKey } from "./credential.ts"
export {
  RedeemAuthError,
  RedeemError,
  type RedeemErrorCode,
  RedeemNetworkError,
  RedeemProtocolError,
} from "./errors.ts"
export type { InstallRecord, InstallVerdict } from "./install-record.ts"
export { memoryStore } from "./memory-store.ts"
export type { InstallOutcome, OutcomeCode } from "./outcome.ts"
export type { Preview } from "./preview.ts"
export { createRedeemer, type CallOptions, type Redeemer, type RedeemOptions, type ReportOptions } from "./redeemer.ts"
export type { RedeemResult } from "./redeem.ts"
export type { Current, Redemption } from "./redemption.ts"
export type { Refusal, RefusalReason } from "./refusal.ts"
export type { InstallRequest, RequestedInstall } from "./request-install.ts"
export type { ConnectionOptions, RedeemerOptions } from "./settings.ts"
export type { InstallStore, RedemptionStore } from "./store.ts"
export type { Subject } from "./subject.ts"
