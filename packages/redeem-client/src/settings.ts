import { sleepFor } from "./backoff.ts"
import { faultOf, type TargetCredential } from "./credential.ts"
import type { RedemptionStore } from "./store.ts"

/** How a redeemer reaches its registry. */
export interface RedeemerOptions {
  /** Public address of the registry, as its links name it: https, or http on the loopback interface. */
  registry: string
  /** What the target was registered with, or how to get it; asked once per call, so that it can be rotated. */
  credential: TargetCredential | (() => TargetCredential | Promise<TargetCredential>)
  /** Keeps a redemptionId per token; must be durable in production. */
  store: RedemptionStore
  /** Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined
  /** Time for one attempt from sending to the last byte of the reply. Default 10,000. */
  timeoutMs?: number | undefined
  /** Attempts after the first. Default 3. */
  maxRetries?: number | undefined
  /** Waits between attempts, ending early where the signal aborts. Default: a timer. */
  sleep?: ((delayMs: number, signal: AbortSignal | undefined) => Promise<void>) | undefined
  /** Milliseconds since 1970, for signed requests and a `Retry-After` that names a date. Default: `Date.now`. */
  now?: (() => number) | undefined
}

/** Checked options with every default filled in. */
export interface Settings {
  /** The registry's address without a slash at its end. */
  base: string
  credential: () => TargetCredential | Promise<TargetCredential>
  store: RedemptionStore
  fetch: typeof globalThis.fetch
  timeoutMs: number
  maxRetries: number
  sleep: (delayMs: number, signal: AbortSignal | undefined) => Promise<void>
  now: () => number
  /** How far the registry's clock is ahead of ours, as far as it has let us know. */
  skewMs: number
}

/** A delay beyond this makes `setTimeout` fire at once. */
const timerMsMax = 2_147_483_647

/** @throws TypeError that names the malformed option and never its value. */
export function settingsOf(options: RedeemerOptions): Settings {
  const { credential, store, timeoutMs = 10_000, maxRetries = 3 } = options
  const fault = typeof credential === "function" ? undefined : faultOf(credential)
  if (fault !== undefined) throw new TypeError(fault)
  if (typeof store?.getOrCreate !== "function") throw new TypeError("store must be a RedemptionStore.")
  if (!isWhole(timeoutMs, 1, timerMsMax))
    throw new TypeError(`timeoutMs must be a whole number from 1 to ${timerMsMax}.`)
  if (!isWhole(maxRetries, 0, 10)) throw new TypeError("maxRetries must be a whole number from 0 to 10.")
  return {
    base: baseOf(options.registry),
    credential: typeof credential === "function" ? credential : () => credential,
    store,
    // Looked up at each call, and called without a `this`, which edge runtimes refuse.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    maxRetries,
    sleep: options.sleep ?? sleepFor,
    now: options.now ?? Date.now,
    skewMs: 0,
  }
}

const isWhole = (value: number, min: number, max: number) => Number.isInteger(value) && value >= min && value <= max

function baseOf(registry: string): string {
  const url = URL.canParse(registry) ? new URL(registry) : undefined
  const isPlain = url && url.username + url.password + url.search + url.hash === ""
  if (!isPlain || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))))
    throw new TypeError("registry must be an https:// address (http:// on loopback only) without credentials or query.")
  return url.origin + url.pathname.replace(/\/+$/, "")
}

// The URL parser has already spelled an IPv4 address in four decimal parts.
const isLoopback = (hostname: string) => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
