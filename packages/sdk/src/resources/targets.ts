import type { Call } from "../call.ts"
import { type Target, targetList } from "../contracts/targets.ts"
import type { Caller, CallOptions } from "../endpoint.ts"

/** The systems an asset can be installed into. */
export interface Targets {
  /** Lists every target of this registry. */
  list(options?: CallOptions): Call<{ data: Target[] }>
}

export const targetsOf = (call: Caller): Targets => ({
  list: (options) => call({ method: "GET", path: () => "/v1/targets", reply: targetList }, options),
})
