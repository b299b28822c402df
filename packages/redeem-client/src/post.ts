import type { Answer } from "./answer.ts"
import { attempt, type Loss, type OutgoingPost } from "./attempt.ts"
import { delayBefore } from "./backoff.ts"
import { RedeemAuthError, RedeemNetworkError } from "./errors.ts"
import { isRetryable, isSuccess, type Reply } from "./reply.ts"
import type { Settings } from "./settings.ts"
import { isCredential } from "./token.ts"

/** One call to the registry. */
export interface Call {
  path: string
  body: object
  /** False for a look, after which an outcome is never unknown. */
  changesState: boolean
  signal: AbortSignal | undefined
}

/**
 * Posts until the registry gives a reply worth keeping or the retries are used up. Every attempt sends the same
 * bytes: secret and body are settled before the first.
 * @throws RedeemNetworkError where the last attempt brought no reply, or the signal aborted.
 * @throws RedeemAuthError `SECRET_MALFORMED`, before anything is sent.
 */
export async function post(settings: Settings, { path, body, changesState, signal }: Call): Promise<Answer> {
  const outgoing = await outgoingPost(settings, path, body)
  let outcomeUnknown = false
  for (let retry = 1; ; retry++) {
    if (signal?.aborted) throw networkError(aborted, outcomeUnknown)
    const result = await attempt(outgoing, settings, signal)
    outcomeUnknown ||= changesState && mayHaveActed(result)
    const delayMs = retry <= settings.maxRetries && isWorthRetrying(result) ? delayAfter(result, retry) : undefined
    if (delayMs !== undefined) await settings.sleep(delayMs, signal)
    else if ("lost" in result) throw networkError(result, outcomeUnknown)
    else return { ...result, outcomeUnknown }
  }
}

async function outgoingPost(settings: Settings, path: string, body: object): Promise<OutgoingPost> {
  const secret = await settings.secret()
  // A header with a stray line break would be refused by fetch, in an error that quotes it.
  if (!isCredential("fpts", secret)) {
    const circumstances = { requestId: null, problemCode: null, outcomeUnknown: false }
    throw new RedeemAuthError("SECRET_MALFORMED", "The secret is not a whole target secret (fpts_…).", circumstances)
  }
  const headers = {
    accept: "application/json, application/problem+json",
    authorization: `Bearer ${secret}`,
    "content-type": "application/json",
  }
  return { url: settings.base + path, headers, body: JSON.stringify(body) }
}

const isWorthRetrying = (result: Reply | Loss) => ("lost" in result ? result.lost !== "ABORTED" : isRetryable(result))

const mayHaveActed = (result: Reply | Loss) =>
  "lost" in result ? result.mayHaveArrived : isSuccess(result) || result.status >= 500

const delayAfter = (result: Reply | Loss, retry: number) =>
  delayBefore(retry, "lost" in result ? null : result.retryAfterMs)

const aborted = { lost: "ABORTED", systemCode: null } as const

function networkError({ lost, systemCode }: Pick<Loss, "lost" | "systemCode">, outcomeUnknown: boolean) {
  const message = systemCode === null ? messages[lost] : `${messages[lost]} (${systemCode})`
  return new RedeemNetworkError(lost, message, { systemCode, outcomeUnknown })
}

const messages: Record<Loss["lost"], string> = {
  CONNECTION_FAILED: "The connection to the registry failed",
  TIMED_OUT: "The registry did not answer in time",
  ABORTED: "The call was aborted",
}
