import type { AuditAction } from "../../src/domain/audit/audit.ts"
import type { Answer, Caller } from "../support/caller.ts"
import type { TestRegistry } from "../support/registry.ts"

/** Who and what a route is tried with: everything in it belongs to this one try. */
export interface Scene {
  readonly registry: TestRegistry
  readonly alice: Caller
  readonly bob: Caller
  /** What the identity provider calls Bob. */
  readonly bobsName: string
  readonly admin: Caller
  /** A handle that nobody has yet. */
  readonly handle: string
}

/** As much of an answer as tells that it was one. */
type Sent = Pick<Answer<unknown>, "status" | "headers"> & Partial<Pick<Answer<unknown>, "problem">>

/** How a route is tried, and what that must leave in the log. */
export interface AuditedRoute {
  /** What one successful request writes, in order. */
  readonly writes: readonly AuditAction[]
  /** Prepares a request that succeeds and changes something, and returns the way to send it. */
  readonly prepare: (scene: Scene) => Promise<() => Promise<Sent>>
}

export const route = (writes: readonly AuditAction[], prepare: AuditedRoute["prepare"]): AuditedRoute => ({
  writes,
  prepare,
})
