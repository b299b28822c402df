import type { AppContext } from "../context.ts"
import type { IdempotencyClaim } from "./once.ts"

/** The claim of a command on the server's own machine: nobody repeats it, so its key is made up. */
export const operatorClaim = (context: AppContext, route: string): IdempotencyClaim => ({
  principalId: "operator",
  route,
  key: context.newId("request"),
  fingerprint: "",
})
