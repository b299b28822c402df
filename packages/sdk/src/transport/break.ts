import { redactCredentials } from "../contracts/credentials.ts"

/** What an exception of a transport tells. */
export interface Break {
  /** False where the request surely never left. */
  sent: boolean
  description: string
  /** A copy of the exception without anything that could hold a request. */
  cause: Error
}

/** Codes of Node and undici for a connection that never stood. */
const unconnectedCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
])

/** Reads what a transport threw. `secret` is struck out wherever it stands. */
export function inspectBreak(thrown: unknown, secret: string | undefined): Break {
  const code = causesOf(thrown)
    .map(codeOf)
    .findLast((found) => found !== undefined)
  const sent = code === undefined || !unconnectedCodes.has(code)
  const what = sent ? "The connection broke" : "No connection could be made"
  return {
    sent,
    description: code === undefined ? what : `${what}: ${code}`,
    cause: bareCopy(causesOf(thrown), secret),
  }
}

/** An exception and what caused it, outermost first. Five deep is deeper than any runtime goes. */
function causesOf(thrown: unknown, depth = 5): unknown[] {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  return cause === undefined || depth === 1 ? [thrown] : [thrown, ...causesOf(cause, depth - 1)]
}

function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined
  return typeof thrown.code === "string" && /^[A-Z0-9_]{1,64}$/.test(thrown.code) ? thrown.code : undefined
}

/**
 * Copies name, message and code alone. A fetch of the caller's own may hang its whole request, Authorization
 * included, on what it throws.
 */
function bareCopy([outermost, ...causes]: unknown[], secret: string | undefined): Error {
  const cause = causes.length === 0 ? undefined : bareCopy(causes, secret)
  const text = outermost instanceof Error ? outermost.message : `A thrown ${typeof outermost}`
  const redacted = redactCredentials(secret === undefined ? text : text.replaceAll(secret, "[redacted]"))
  const copy = new Error(redacted.slice(0, 500), cause && { cause })
  const code = codeOf(outermost)
  return Object.assign(copy, outermost instanceof Error && { name: outermost.name }, code !== undefined && { code })
}
