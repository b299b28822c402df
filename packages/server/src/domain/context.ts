import type { CredentialKind, IdKind, Json } from "@fleetprompt/sdk/contracts"
import type { AccessTokenVerifier } from "./identity/access-token.ts"
import type { Uses } from "./identity/uses.ts"
import type { ImageCodec } from "./images/image.ts"
import type { CiTokens } from "./trusted-publishing/claims.ts"
import type { InstallWaits } from "./installs/wait.ts"
import type { ViewCounts } from "./metrics/view-counts.ts"
import type { RateLimiter } from "./rate-limits/limiter.ts"
import type { Store } from "./store.ts"
import type { RequestSignatures } from "./targets/signed-request.ts"
import type { SignInProvider } from "./web-sessions/provider.ts"

/** Everything a verb may reach. Clock, ids, hashing and log come in here, so that a test can hold them. */
export interface AppContext {
  readonly store: Store
  readonly settings: Settings
  readonly secrets: Secrets
  readonly images: ImageCodec
  readonly log: Log
  /** Undefined where no identity provider is connected. */
  readonly accessTokens: AccessTokenVerifier | undefined
  /** Undefined where nobody signs in at an identity provider with a browser. */
  readonly signInProvider: SignInProvider | undefined
  /** Undefined where no CI's own tokens are taken. */
  readonly ciTokens: CiTokens | undefined
  /** When personal tokens were last used. */
  readonly tokenUses: Uses
  /** When CLI sessions were. */
  readonly sessionUses: Uses
  /** When web sessions were. */
  readonly webSessionUses: Uses
  /** When targets' credentials were. */
  readonly credentialUses: Uses
  readonly signatures: RequestSignatures
  readonly signer: Signer
  readonly installWaits: InstallWaits
  readonly viewCounts: ViewCounts
  readonly rateLimiter: RateLimiter
  readonly nowMs: () => number
  readonly newId: (kind: IdKind) => string
}

/** What the operator decided. */
export interface Settings {
  /** Origin under which clients reach this registry, without a trailing slash. It is also the issuer in links. */
  readonly publicUrl: string
  /** How many publishers one user may own. */
  readonly publishersPerUserMax: number
  /** How many proxies of the operator's own stand before the server and add to `X-Forwarded-For`. */
  readonly trustedProxies: number
  /** The host names requests may be addressed to; undefined for any. */
  readonly hosts?: readonly string[] | undefined
}

/** Hashing and derivation. Only hashes of credentials are ever stored. */
export interface Secrets {
  /** A fresh credential of that kind, from the system's random source. */
  random(kind: CredentialKind): string
  /** The credential that belongs to these parts under the server's key: the same parts give the same one, so none is stored. */
  derive(kind: CredentialKind, ...parts: readonly string[]): string
  /** SHA-256 of a text in hexadecimal, for look-up at rest. */
  hash(text: string): string
  /** Keyed checksum of a text, for values that leave the server and come back. */
  sign(purpose: string, text: string): string
  /** Compares two texts in time that depends on their lengths alone. */
  equal(one: string, other: string): boolean
}

/** What the registry signs its own documents with. */
export interface Signer {
  /** The public half of the key of that generation, which are counted from one. */
  keyOf(generation: number): { readonly kid: string; readonly x: string }
  /** A compact JWS (RFC 7515) with that `typ` and the payload in canonical JSON, under the key of that generation. */
  sign(generation: number, type: string, payload: Json): string
}

/** A structured log; `fields` are redacted by the implementation. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}
