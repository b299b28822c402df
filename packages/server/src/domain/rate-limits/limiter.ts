import { type RateLimitAction, rateLimits, type RateLimitState } from "@fleetprompt/sdk/contracts"
import type { RateLimitWindow } from "./store.ts"

/** Who is counted: a principal by id, or whoever stands behind an address. */
export interface RateLimitCaller {
  readonly kind: "caller" | "address"
  readonly id: string
}

/** Where uses are counted: in this process, or for all processes that share a database. */
export interface RateLimitCounter {
  count(bucket: string, windowMs: number): Promise<RateLimitWindow> | RateLimitWindow
  find(bucket: string): Promise<RateLimitWindow | undefined> | RateLimitWindow | undefined
}

/** Counts what callers do, by kind of use. */
export interface RateLimiter {
  /** Counts one use; `allowed` is false where it is one too many. */
  take(action: RateLimitAction, caller: RateLimitCaller): Promise<RateLimitState & { readonly allowed: boolean }>
  /** What is left, without counting. */
  peek(action: RateLimitAction, caller: RateLimitCaller): Promise<RateLimitState>
}

/**
 * Reads are counted where they are answered, even where several processes share a database: a count that all share is a
 * write, and would cost more than the read it guards.
 */
const countedLocally: ReadonlySet<RateLimitAction> = new Set(["read", "search"])

/** `scale` multiplies every limit of the contract. */
export function createRateLimiter(parts: {
  readonly nowMs: () => number
  readonly scale: number
  readonly local: RateLimitCounter
  readonly shared: RateLimitCounter
}): RateLimiter {
  const { nowMs, scale, local, shared } = parts
  const counterOf = (action: RateLimitAction) => (countedLocally.has(action) ? local : shared)
  const maxOf = (action: RateLimitAction, { kind }: RateLimitCaller) =>
    Math.max(1, Math.floor((kind === "caller" ? rateLimits[action].callerMax : rateLimits[action].addressMax) * scale))

  return {
    async take(action, caller) {
      const { windowMs } = rateLimits[action]
      const { uses, endsAtMs } = await counterOf(action).count(bucketOf(action, caller), windowMs)
      const max = maxOf(action, caller)
      return { action, max, windowMs, remaining: Math.max(0, max - uses), resetsAtMs: endsAtMs, allowed: uses <= max }
    },

    async peek(action, caller) {
      const { windowMs } = rateLimits[action]
      const window = await counterOf(action).find(bucketOf(action, caller))
      const running = window !== undefined && window.endsAtMs > nowMs()
      const max = maxOf(action, caller)
      const remaining = running ? Math.max(0, max - window.uses) : max
      return { action, max, windowMs, remaining, resetsAtMs: running ? window.endsAtMs : nowMs() }
    },
  }
}

const bucketOf = (action: RateLimitAction, { kind, id }: RateLimitCaller): string => `${action} ${kind} ${id}`
