export { createReceipts, type HeldRelease, type Receipts, type ReceiptsOptions } from "./receipts/create.ts"
export { ReceiptError, type ReceiptErrorCode } from "./receipts/error.ts"
export type { Receipt } from "./receipts/verify.ts"
export type { PinnedKey } from "./revocations/keys.ts"
