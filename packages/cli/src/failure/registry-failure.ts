import {
  AbortedError,
  ApiError,
  ConnectionError,
  type FleetPromptError,
  ResponseShapeError,
  TimeoutError,
} from "@fleetprompt/sdk/fetch"
import { type ErrorCode, errorCatalog, isErrorCode } from "@fleetprompt/sdk/contracts"
import { exitCodes } from "../exit-codes.ts"
import { spanText } from "../output/time.ts"
import { exitCodeOf } from "./exit-code-of.ts"
import type { Failure } from "./failure.ts"
import { interruption } from "./interruption.ts"

/** What is told about a refusal of the registry, or about the way there. */
export function registryFailure(error: FleetPromptError, registryUrl: string): Failure {
  if (error instanceof ApiError) return refusal(error, registryUrl)
  if (error instanceof AbortedError) return interruption
  if (error instanceof ResponseShapeError) return strangeReply(error, registryUrl)
  const outcomeUnknown = (error instanceof ConnectionError || error instanceof TimeoutError) && error.outcomeUnknown
  return {
    exitCode: exitCodes.retryable,
    code: error instanceof TimeoutError ? "TIMEOUT" : "UNREACHABLE",
    title: "The registry did not answer",
    detail: `${unreachable(error, registryUrl)}${outcomeUnknown ? " Whether the change took effect is unknown." : ""}`,
    remedy: outcomeUnknown
      ? "Run the command again; that is safe, for nothing is published twice."
      : "Check the address (--registry or FLEETPROMPT_URL) and your network, then run the command again.",
    retryable: true,
    findings: [],
  }
}

function refusal(error: ApiError, registryUrl: string): Failure {
  const { code, status, detail, requestId, retryable, retryAfterMs, issues } = error
  const shared = {
    exitCode: exitCodeOf(error),
    code,
    status,
    retryable,
    findings: issues,
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
  if (isErrorCode(code)) {
    // How long to wait stands in the reply alone.
    const remedy = code === "RATE_LIMITED" ? remedyByStatus(error) : remedyOf(code)
    return { ...shared, title: errorCatalog[code].title, detail, remedy }
  }
  if (!code.startsWith("HTTP_") && code !== "REDIRECTED") {
    return { ...shared, title: detail, detail, remedy: remedyByStatus(error) }
  }
  return {
    ...shared,
    title: "Something other than the registry answered",
    detail: `${registryUrl} answered ${status}, but not as a registry does: a proxy or another site may stand there.`,
    remedy: status >= 500 ? remedyByStatus(error) : "Check the address: --registry or FLEETPROMPT_URL.",
  }
}

/** The catalogue speaks to whoever calls the API; at a terminal some things are done in other ways. */
const terminalRemedies: Partial<Record<ErrorCode, string>> = {
  ACCESS_DENIED: "Run `fleetprompt login` again if that was a mistake.",
  DEVICE_CODE_EXPIRED: "Run `fleetprompt login` again, and approve it within ten minutes.",
  UNAUTHENTICATED: "Run `fleetprompt login`, or set FLEETPROMPT_TOKEN to a current token of this registry.",
  TOKEN_EXPIRED: "Run `fleetprompt login`, or set FLEETPROMPT_TOKEN to a new token.",
  TOKEN_REVOKED: "Run `fleetprompt login`, or set FLEETPROMPT_TOKEN to a new token.",
  INSUFFICIENT_SCOPE: "Run `fleetprompt login` with that --scope, or set FLEETPROMPT_TOKEN to a token that has it.",
  NOT_FOUND: "Check the spelling. Drafts are shown only to their publisher's members, by a token with listing:read.",
  OIDC_TOKEN_REJECTED: "Run `fleetprompt ci doctor` in this job; it compares the token with what the registry expects.",
  OIDC_EVENT_FORBIDDEN: "Run `fleetprompt ci doctor` in this job; it says what to change.",
  OIDC_PUBLISHER_MISMATCH: "Run `fleetprompt ci doctor` in this job; it says what to change.",
  ETAG_MISMATCH: "Run the command again; it starts from the present state.",
  CURSOR_INVALID: "Leave --cursor out to start the list again, with the same filters for every page.",
  VERSION_EXISTS: "Raise release.version in the manifest; a published release never changes.",
}

const remedyOf = (code: ErrorCode) => terminalRemedies[code] ?? errorCatalog[code].remedy

function remedyByStatus({ status, retryAfterMs }: ApiError): string {
  if (retryAfterMs !== undefined) return `Run the command again in ${spanText(retryAfterMs)}.`
  if (status === 429 || status >= 500) return "Run the command again in a moment; nothing is published twice."
  return "Run the command again with --debug, and report what it prints."
}

function strangeReply({ message, requestId }: ResponseShapeError, registryUrl: string): Failure {
  return {
    exitCode: exitCodes.unexpected,
    code: "REPLY_NOT_UNDERSTOOD",
    title: "The reply was not understood",
    detail: `${registryUrl} answered in a way this version does not understand: ${message}`,
    remedy: "Check the address (--registry or FLEETPROMPT_URL), and that this CLI is up to date.",
    retryable: false,
    findings: [],
    ...(requestId === undefined ? {} : { requestId }),
  }
}

const reasons: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection broke",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "its name could not be looked up",
  EHOSTUNREACH: "the host is not reachable",
  ENETUNREACH: "the network is not reachable",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate could not be verified",
}

function unreachable(error: FleetPromptError, registryUrl: string): string {
  if (error instanceof TimeoutError) return `${registryUrl} did not answer in time.`
  const reason = causeCodes(error).find((code) => code in reasons)
  return `${registryUrl} could not be reached${reason === undefined ? "" : `: ${reasons[reason]}`}.`
}

/** The system's codes are some causes down: fetch wraps them, and wraps again where a host has several addresses. */
function causeCodes(error: unknown, depthMax = 5): string[] {
  if (!(error instanceof Error) || depthMax === 0) return []
  const own = "code" in error && typeof error.code === "string" ? [error.code] : []
  const several = error instanceof AggregateError ? error.errors : []
  return [...own, ...[error.cause, ...several].flatMap((each) => causeCodes(each, depthMax - 1))]
}
