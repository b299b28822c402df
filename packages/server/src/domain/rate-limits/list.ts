import { type RateLimitAction, rateLimits, type RateLimitState } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { RateLimitCaller } from "./limiter.ts"

const actions = Object.keys(rateLimits) as RateLimitAction[]

/** What is left to a caller of every kind of use. Refused credentials are counted by address whoever asks. */
export async function listRateLimits(
  context: AppContext,
  caller: RateLimitCaller,
  address: RateLimitCaller,
): Promise<RateLimitState[]> {
  return await Promise.all(
    actions.map((action) => context.rateLimiter.peek(action, action === "authentication-failure" ? address : caller)),
  )
}
