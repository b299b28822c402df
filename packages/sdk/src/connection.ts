import type { Hooks } from "./hooks.ts"
import { parseBaseUrl } from "./origin.ts"
import { sleep } from "./retry.ts"
import { fetchTransport } from "./transport/fetch.ts"
import type { Transport } from "./transport/transport.ts"

/** How to reach a registry. */
export interface FleetPromptOptions {
  /** The registry's address, `https://…`; plain http is taken for loopback hosts alone. */
  baseUrl: string
  /** A credential, or a function asked for one before every attempt. Public reads need none. */
  token?: string | (() => string | Promise<string>) | undefined
  /** Used in place of the runtime's own. */
  fetch?: typeof fetch | undefined
  /** Limit of one attempt, from asking for the token to the last byte of the reply. 15 s unless given. */
  timeoutMs?: number | undefined
  /** Limit of a call with all its attempts and the pauses between them. 60 s unless given. */
  totalTimeoutMs?: number | undefined
  /** Further attempts after the first. 2 unless given. */
  maxRetries?: number | undefined
  /** Told about every attempt; see `logTo` for a log. */
  hooks?: Hooks | undefined
  /** Waits between attempts, and between the questions of a wait; for tests. */
  sleep?: ((delayMs: number, signal: AbortSignal) => Promise<void>) | undefined
  /** A number from 0 up to 1, the jitter of those waits; for tests. */
  random?: (() => number) | undefined
  /** Names the calling program to the operator of the registry. */
  userAgent?: string | undefined
}

/** The options, checked and complete. */
export interface Connection {
  base: { origin: string; path: string }
  token: string | (() => string | Promise<string>) | undefined
  transport: Transport
  timeoutMs: number
  totalTimeoutMs: number
  maxRetries: number
  hooks: Hooks
  sleep: (delayMs: number, signal: AbortSignal) => Promise<void>
  random: () => number
  userAgent: string
}

/**
 * Uses the caller's own fetch, or else `own`.
 * @throws TypeError, RangeError for options that cannot be meant.
 */
export function connectionOf(options: FleetPromptOptions, own: Transport): Connection {
  return {
    base: parseBaseUrl(options.baseUrl),
    token: options.token,
    transport: options.fetch === undefined ? own : fetchTransport(options.fetch),
    timeoutMs: duration("timeoutMs", options.timeoutMs ?? 15_000),
    totalTimeoutMs: duration("totalTimeoutMs", options.totalTimeoutMs ?? 60_000),
    maxRetries: count("maxRetries", options.maxRetries ?? 2),
    hooks: options.hooks ?? {},
    sleep: options.sleep ?? sleep,
    random: options.random ?? Math.random,
    userAgent: headerValue("userAgent", options.userAgent ?? "fleetprompt-sdk"),
  }
}

/** @throws RangeError for what is no time to wait. `Infinity` is one. */
export function duration(name: string, valueMs: number): number {
  if (!(valueMs > 0)) throw new RangeError(`${name} must be a positive number of milliseconds.`)
  return valueMs
}

/** @throws RangeError for what does not count anything. */
export function count(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`${name} must be a whole number, 0 or more.`)
  return value
}

/** @throws TypeError for text a header cannot carry, without repeating it: the runtime's own message would. */
export function headerValue(name: string, text: string): string {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new TypeError(`${name} is empty or has a character no header can carry.`)
  return text
}
