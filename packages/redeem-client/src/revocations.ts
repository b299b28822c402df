export { createRevocations, type Revocations, type RevocationsOptions } from "./revocations/create.ts"
export { RevocationsError } from "./revocations/error.ts"
export type { PinnedKey } from "./revocations/keys.ts"
