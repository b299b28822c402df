import type { SignOptions } from "./sign.ts"

/** A reply as a target gets it. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** An install somebody has started. */
export interface Started {
  readonly installIntentId: string
  readonly token: string
}

/** A registry that sits the exam: the real one, or the one of the testing kit. Its clock stands still. */
export interface RegistryUnderTest {
  readonly url: string
  /** Sends a request as the target `whs`, or as another, or as nobody. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  /** An install of `acme/triage` by bob, into `whs`; its release is there. */
  start(options?: StartOptions): Promise<Started>
  cancel(installIntentId: string): Promise<void>
  reissue(installIntentId: string): Promise<Started>
  revoke(listing: string): Promise<void>
  suspend(listing: string): Promise<void>
  restore(listing: string): Promise<void>
  disable(target: "whs-staging" | "signing"): Promise<void>
  nowMs(): number
  advance(ms: number): void
  /** A token of the right form that was never issued. */
  unknownToken(): string
  close(): Promise<void>
}

export interface StartOptions {
  readonly listing?: string
  readonly ttlMs?: number
  readonly targetContext?: Record<string, string>
  readonly target?: "whs" | "whs-staging" | "signing"
  readonly handoffId?: string
}

export interface SendOptions {
  /** `signing` signs its requests. Default: `whs`. */
  readonly as?: "whs" | "whs-staging" | "signing" | "nobody" | undefined
  /** Changes to what the signing target would sign. */
  readonly sign?: SignOptions | undefined
  /** A string goes out as it is, anything else as JSON. */
  readonly body?: unknown
  readonly headers?: Record<string, string> | undefined
}

export const bob = { iss: "https://id.example", sub: "bob" }
export const eve = { iss: "https://id.example", sub: "eve" }
export const startMs = Date.UTC(2026, 0, 31)
