import { sleepFor } from "./backoff.ts"
import { faultOf, type TargetCredential } from "./credential.ts"
import type { RedemptionStore } from "./store.ts"

/** How a target reaches its registry. */
export interface ConnectionOptions {
  /** Public address of the registry, as its links name it: https, or http on the loopback interface. */
  registry: string
  /** What the target was registered with, or how to get it; asked once per call, so that it can be rotated. */
  credential: TargetCredential | (() => TargetCredential | Promise<TargetCredential>)
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

/** What a redeemer needs. */
export interface RedeemerOptions extends ConnectionOptions {
  /** Keeps a redemptionId per token; must be durable in production. */
  store: RedemptionStore
}

/** Checked options with every default filled in. */
export interface Settings {
  /** The registry's address without a slash at its end. */
  base: string
  credential: () => TargetCredential | Promise<TargetCredential>
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
export function settingsOf(options: ConnectionOptions): Settings {
  const { credential, timeoutMs = 10_000, maxRetries = 3 } = options
  const fault = typeof credential === "function" ? undefined : faultOf(credential)
  if (fault !== undefined) throw new TypeError(fault)
  return {
    base: baseOf(options.registry),
    credential: typeof credential === "function" ? credential : () => credential,
    // Looked up at each call, and called without a `this`, which edge runtimes refuse.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs: whole("timeoutMs", timeoutMs, 1, timerMsMax),
    maxRetries: whole("maxRetries", maxRetries, 0, 10),
    sleep: options.sleep ?? sleepFor,
    now: options.now ?? Date.now,
    skewMs: 0,
  }
}

function whole(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new TypeError(`${name} must be a whole number from ${min} to ${max}.`)
}

/** The address without a slash at its end. @throws TypeError where it is none to trust with a secret. */
export function baseOf(registry: string): string {
  const url = URL.canParse(registry) ? new URL(registry) : undefined
  const isPlain = url && url.username + url.password + url.search + url.hash === ""
  if (!isPlain || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))))
    throw new TypeError("registry must be an https:// address (http:// on loopback only) without credentials or query.")
  return url.origin + url.pathname.replace(/\/+$/, "")
}

// The URL parser has already spelled an IPv4 address in four decimal parts.
const isLoopback = (hostname: string) => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)
