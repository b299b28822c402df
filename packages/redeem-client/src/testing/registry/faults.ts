import type { RouteName } from "./routes.ts"

/**
 * What goes wrong with one request. `acted` says whether the registry had done what was asked before it went wrong:
 * that is what a target cannot know.
 */
export type Fault =
  /** The connection breaks without a byte of a reply. */
  | { readonly kind: "drop"; readonly acted: boolean }
  /** No reply comes, ever. */
  | { readonly kind: "hang"; readonly acted: boolean }
  /** The true reply comes late. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Another status with a problem of the registry's, and nothing done. */
  | { readonly kind: "status"; readonly status: number; readonly retryAfterSeconds?: number }
  /** Done, and answered with a 200 that holds this instead. */
  | { readonly kind: "garbage"; readonly body: string }
  /** Done, and the reply breaks off half-way. */
  | { readonly kind: "truncate" }

/** The faults that are waiting for their requests. */
export interface Faults {
  add(route: RouteName, fault: Fault, times: number): void
  clear(): void
  /** The fault that is next for a request to this route, used up by it. */
  take(route: RouteName): Fault | undefined
}

export function createFaults(): Faults {
  const waiting: { route: RouteName; fault: Fault; times: number }[] = []
  return {
    add(route, fault, times) {
      waiting.push({ route, fault, times })
    },
    clear() {
      waiting.length = 0
    },
    take(route) {
      const next = waiting.find((each) => each.route === route && each.times > 0)
      if (next) next.times -= 1
      return next?.fault
    },
  }
}
