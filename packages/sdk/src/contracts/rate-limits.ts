import * as z from "zod"
import { timestampMs } from "./ids.ts"
import { openWord } from "./open-enum.ts"

interface RateLimit {
  /** Uses within a window for a caller with a credential. */
  readonly callerMax: number
  /** Uses within a window for one address without a credential: an IPv4 address, or an IPv6 network of /64. */
  readonly addressMax: number
  /** The window begins with the first use and is over this much later. */
  readonly windowMs: number
}

const minuteMs = 60_000
const tenMinutesMs = 600_000
const hourMs = 3_600_000

/**
 * How often a caller may do what. Every route names its kind; a failed redemption and a refused credential are counted
 * besides. An operator may scale all of them.
 */
export const rateLimits = {
  read: { callerMax: 1_200, addressMax: 600, windowMs: minuteMs },
  search: { callerMax: 300, addressMax: 120, windowMs: minuteMs },
  write: { callerMax: 120, addressMax: 60, windowMs: minuteMs },
  publish: { callerMax: 60, addressMax: 60, windowMs: minuteMs },
  intent: { callerMax: 60, addressMax: 60, windowMs: minuteMs },
  redeem: { callerMax: 600, addressMax: 60, windowMs: minuteMs },
  handoff: { callerMax: 300, addressMax: 60, windowMs: minuteMs },
  "redeem-failure": { callerMax: 60, addressMax: 60, windowMs: minuteMs },
  token: { callerMax: 30, addressMax: 30, windowMs: hourMs },
  "device-login": { callerMax: 30, addressMax: 30, windowMs: tenMinutesMs },
  "device-code-failure": { callerMax: 5, addressMax: 5, windowMs: tenMinutesMs },
  exchange: { callerMax: 120, addressMax: 120, windowMs: minuteMs },
  report: { callerMax: 30, addressMax: 10, windowMs: hourMs },
  "authentication-failure": { callerMax: 60, addressMax: 60, windowMs: minuteMs },
} as const satisfies Record<string, RateLimit>

/** The kinds of use that are counted apart. */
export type RateLimitAction = keyof typeof rateLimits

/** What is left to the caller of one kind of use. */
export const rateLimitState = z.object({
  action: openWord<RateLimitAction>(),
  max: z.int().positive(),
  windowMs: z.int().positive(),
  remaining: z.int().nonnegative(),
  /** When all of it is there again; the present where nothing was used. */
  resetsAtMs: timestampMs,
})
export type RateLimitState = z.infer<typeof rateLimitState>

/** Reply of `GET /v1/limits`. Asking is not counted. */
export const rateLimitList = z.object({ data: z.array(rateLimitState) })
