import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client"
import type { FinishedSignIn } from "../domain/web-sessions/provider.ts"

/** The provider's own words for "not now" (RFC 6749 §4.1.2.1). */
const passing = ["server_error", "temporarily_unavailable"]

/** What a provider that is down, slow, or somebody else's page says; the rest of the client's errors say that it lied. */
const outages = [
  "OAUTH_TIMEOUT",
  "OAUTH_ABORT",
  "OAUTH_RESPONSE_IS_NOT_CONFORM",
  "OAUTH_RESPONSE_IS_NOT_JSON",
  "OAUTH_PARSE_ERROR",
]

/** What a sign-in that failed comes to. */
export function failureOf(error: unknown): Exclude<FinishedSignIn, { kind: "identified" }> {
  if (error instanceof AuthorizationResponseError) {
    if (passing.includes(error.error)) return { kind: "unavailable" }
    return { kind: "denied", error: error.error, description: error.error_description ?? "" }
  }
  // The code was used already, or is too old.
  if (error instanceof ResponseBodyError && error.error === "invalid_grant") return { kind: "unknown" }
  const isLie = error instanceof ClientError && error.code !== undefined && !outages.includes(error.code)
  return { kind: isLie ? "invalid" : "unavailable" }
}

/** The kind of an error alone, for the log: what is in it may be a code, a token or a stranger's words. */
export function reasonOf(error: unknown): string {
  if (error instanceof ResponseBodyError) return `${error.status} ${error.error}`.slice(0, 100)
  if (error instanceof ClientError && error.code !== undefined) return error.code
  return error instanceof Error ? error.name : "unknown"
}
