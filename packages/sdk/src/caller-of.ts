import type { Caller } from "./endpoint.ts"

/**
 * Where a client keeps what makes its calls, for those parts of the API that are loaded apart. Known by name, so that
 * it is found across the package's entries, and across copies of it.
 */
export const callerOf = Symbol.for("@fleetprompt/sdk/caller")

/** A client of a registry, from whichever entry of this package. */
export interface Client {
  readonly [callerOf]: Caller
}
