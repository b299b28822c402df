import type { CredentialKind, IdKind } from "@fleetprompt/sdk/contracts"
import type { Store } from "./store.ts"

/** Everything a verb may reach. Clock, ids, hashing and log come in here, so that a test can hold them. */
export interface AppContext {
  readonly store: Store
  readonly settings: Settings
  readonly secrets: Secrets
  readonly log: Log
  readonly nowMs: () => number
  readonly newId: (kind: IdKind) => string
}

/** What the operator decided. */
export interface Settings {
  /** Origin under which clients reach this registry, without a trailing slash. It is also the issuer in links. */
  readonly publicUrl: string
  /** How many publishers one user may own. */
  readonly publishersPerUserMax: number
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

/** A structured log; `fields` are redacted by the implementation. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}
