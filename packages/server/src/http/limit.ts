import { errorCatalog, limits, type RateLimitAction, type RateLimitState } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../domain/context.ts"
import type { RateLimitCaller } from "../domain/rate-limits/limiter.ts"
import { Refusal } from "../domain/refusal.ts"
import type { Access, AnyPrincipal } from "./access.ts"
import type { RawRequest } from "./route.ts"

/** A caller is counted by who they are, whatever credential or address they use; others by their address. */
export function countedAs(principal: AnyPrincipal, from: Pick<RawRequest, "clientNetwork">): RateLimitCaller {
  if (principal === undefined) return byAddress(from)
  if (principal.kind === "ci") return { kind: "caller", id: principal.token.trustedPublisherId }
  return { kind: "caller", id: principal.kind === "user" ? principal.user.userId : principal.target.targetId }
}

export const byAddress = ({ clientNetwork }: Pick<RawRequest, "clientNetwork">): RateLimitCaller => ({
  kind: "address",
  id: clientNetwork,
})

/**
 * Counts one use and tells the caller how many are left.
 * @throws Refusal RATE_LIMITED for the one too many.
 */
export async function countUse(
  context: AppContext,
  raw: RawRequest,
  action: RateLimitAction,
  caller: RateLimitCaller,
): Promise<void> {
  const { allowed, ...state } = await context.rateLimiter.take(action, caller)
  raw.tellLimit(state)
  if (!allowed) throw tooMany(state)
}

/**
 * Admits a caller. Refused credentials are counted by address; beyond the limit the answer is 429 instead of 401. A good
 * credential still gets in from there: behind one address there can be a whole company, and nobody guesses 190 bits.
 */
async function admitCounted<Admitted>(
  context: AppContext,
  raw: RawRequest,
  access: Access<Admitted>,
): Promise<Admitted> {
  try {
    return await access.admit(context, raw)
  } catch (error) {
    if (isRefusal(error, 401)) await countUse(context, raw, "authentication-failure", byAddress(raw))
    throw error
  }
}

/** A caller who was admitted. */
export interface Admission<Admitted> {
  readonly caller: Admitted
  /**
   * The caller as of now. A body that arrives drop by drop, or a reply that is waited for, outlives a credential that
   * was revoked meanwhile; so who was admitted a while ago is looked at again. @throws Refusal where it is over.
   */
  confirm(): Promise<Admitted>
}

/** As `admitCounted`, for a request that may take its time. */
export async function admitForNow<Admitted>(
  context: AppContext,
  raw: RawRequest,
  access: Access<Admitted>,
): Promise<Admission<Admitted>> {
  const caller = await admitCounted(context, raw, access)
  const admittedAtMs = context.nowMs()
  return {
    caller,
    async confirm() {
      if (context.nowMs() - admittedAtMs <= limits.admissionMsMax) return caller
      return access.confirm === undefined
        ? await admitCounted(context, raw, access)
        : await access.confirm(context, caller)
    },
  }
}

/** What is counted of requests that were refused: all of them, or those with one status. */
export interface FailureLimit {
  readonly action: RateLimitAction
  readonly status?: number
}

/**
 * Runs a request whose refusals are counted apart, so that a caller who tries tokens or codes stops long before they
 * have used up their requests.
 */
export async function countFailure<Result>(
  context: AppContext,
  raw: RawRequest,
  { action, status }: FailureLimit,
  caller: RateLimitCaller,
  work: () => Promise<Result>,
): Promise<Result> {
  const state = await context.rateLimiter.peek(action, caller)
  if (state.remaining === 0) {
    raw.tellLimit(state)
    throw tooMany(state)
  }
  try {
    return await work()
  } catch (error) {
    if (isRefusal(error, status)) await context.rateLimiter.take(action, caller)
    throw error
  }
}

const isRefusal = (error: unknown, status?: number): boolean =>
  error instanceof Refusal && (status === undefined || errorCatalog[error.code].status === status)

const tooMany = ({ action, max, windowMs }: RateLimitState): Refusal =>
  new Refusal("RATE_LIMITED", `No more than ${max} requests of the kind ${action} are taken in ${windowMs / 1_000} s.`)

/** The `RateLimit` fields of draft-ietf-httpapi-ratelimit-headers; a client needs no more than `Retry-After`. */
export function limitHeaders(state: RateLimitState, nowMs: number): Record<string, string> {
  const { action, max, windowMs, remaining } = state
  return {
    "ratelimit-policy": `"${action}";q=${max};w=${windowMs / 1_000}`,
    ratelimit: `"${action}";r=${remaining};t=${secondsUntilReset(state, nowMs)}`,
  }
}

/** Whole seconds, rounded up: who comes back then is let in. */
export const secondsUntilReset = ({ resetsAtMs }: RateLimitState, nowMs: number): number =>
  Math.max(0, Math.ceil((resetsAtMs - nowMs) / 1_000))
