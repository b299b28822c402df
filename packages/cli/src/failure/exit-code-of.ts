import type { ErrorCode } from "@fleetprompt/sdk/fetch"
import { type ExitCode, exitCodes } from "../exit-codes.ts"

/** Refused for what they are and not for how they are written: a correction of the content would not help. */
const refusedAsSuch: ReadonlySet<string> = new Set<ErrorCode>([
  "HANDLE_RESERVED",
  "PUBLISHER_LIMIT_REACHED",
  "CLI_SESSION_LIMIT_REACHED",
  "MEMBER_LIMIT_REACHED",
  "RELEASE_NOT_INSTALLABLE",
  "TARGET_CREDENTIAL_LIMIT_REACHED",
  "TARGET_INCOMPATIBLE",
  "TOKEN_ISSUE_LIMIT_REACHED",
  "TOKEN_LIMIT_REACHED",
  "TRUSTED_PUBLISHER_LIMIT_REACHED",
])
const noAccess: ReadonlySet<string> = new Set<ErrorCode>([
  "ACCESS_DENIED",
  "ACCOUNT_LOCKED",
  "DEVICE_CODE_EXPIRED",
  "DEVICE_CODE_INVALID",
  "INSUFFICIENT_SCOPE",
  "LISTING_NOT_ALLOWED",
  "OIDC_EVENT_FORBIDDEN",
  "OIDC_PUBLISHER_MISMATCH",
  "OIDC_TOKEN_REUSED",
  "RELEASE_NOT_ALLOWED",
  "SESSION_REQUIRED",
  "TRUSTED_PUBLISHING_REQUIRED",
])

/** The exit code for a refusal of the registry. A code this version does not know counts by its status. */
export function exitCodeOf({ code, status }: { code: string; status: number }): ExitCode {
  if (status === 401 || noAccess.has(code)) return exitCodes.auth
  if (refusedAsSuch.has(code)) return exitCodes.refused
  if (status === 429 || status >= 500) return exitCodes.retryable
  return byStatus[status] ?? exitCodes.unexpected
}

const byStatus: Partial<Record<number, ExitCode>> = {
  400: exitCodes.validation,
  403: exitCodes.refused,
  404: exitCodes.refused,
  409: exitCodes.conflict,
  410: exitCodes.refused,
  412: exitCodes.conflict,
  413: exitCodes.validation,
  414: exitCodes.validation,
  422: exitCodes.validation,
  428: exitCodes.conflict,
}
