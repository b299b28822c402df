export {
  RedeemAuthError,
  RedeemError,
  type RedeemErrorCode,
  RedeemNetworkError,
  RedeemProtocolError,
} from "./errors.ts"
export type { InstallOutcome, OutcomeCode } from "./outcome.ts"
export type { Preview } from "./preview.ts"
export { createRedeemer, type CallOptions, type Redeemer, type ReportOptions } from "./redeemer.ts"
export type { RedeemResult } from "./redeem.ts"
export type { Current, Redemption } from "./redemption.ts"
export type { Refusal, RefusalReason } from "./refusal.ts"
export type { RedeemerOptions } from "./settings.ts"
export { memoryStore, type RedemptionStore } from "./store.ts"
export type { Subject } from "./subject.ts"
