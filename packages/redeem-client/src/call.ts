import type { Answer } from "./answer.ts"
import { assertionFor } from "./assertion.ts"
import { attempt, type Loss, type Outgoing } from "./attempt.ts"
import { delayBefore } from "./backoff.ts"
import { faultOf, type TargetCredential } from "./credential.ts"
import { RedeemAuthError, RedeemNetworkError } from "./errors.ts"
import { isRetryable, isSuccess, type Reply } from "./reply.ts"
import type { Settings } from "./settings.ts"

/** One call to the registry. */
export interface Call {
  /** Default: `POST`. */
  method?: Outgoing["method"] | undefined
  path: string
  /** Undefined for none. */
  body: object | undefined
  /** False for a look, after which an outcome is never unknown. */
  changesState: boolean
  signal: AbortSignal | undefined
}

/** A clock this far off is not what a registry complains about: it allows 30 s, and says its time in whole seconds. */
const skewMsMin = 20_000

/**
 * Asks until the registry gives a reply worth keeping or the retries are used up. Every attempt sends the same body;
 * where the target signs, each has a signature of its own. Two refusals are answered at once and are no retries: an
 * unknown key by the next key, and a clock that is off by the registry's own time, each once.
 * @throws RedeemNetworkError where the last attempt brought no reply, or the signal aborted.
 * @throws RedeemAuthError `CREDENTIAL_MALFORMED`, before anything is sent.
 */
export async function call(settings: Settings, request: Call): Promise<Answer> {
  const { path, body, changesState, signal } = request
  const credential = await unlessAborted(settings.credential(), signal)
  const outgoing = {
    method: request.method ?? "POST",
    url: settings.base + path,
    body: body ? JSON.stringify(body) : "",
  }
  let key = 0
  let isClockSet = false
  let outcomeUnknown = false
  for (let retry = 1; ;) {
    if (signal?.aborted) throw networkError(aborted, outcomeUnknown)
    const headers = await headersFor(outgoing, credential, key, settings)
    const result = await attempt({ ...outgoing, headers }, settings, signal)
    outcomeUnknown ||= changesState && mayHaveActed(result)
    if (!("lost" in result)) {
      const { problem, skewMs } = result
      if (problem?.code === "TARGET_KEY_UNKNOWN" && key++ === 0 && "keys" in credential && credential.keys[1]) continue
      if (
        problem?.code === "TARGET_ASSERTION_INVALID" &&
        !isClockSet &&
        Math.abs(skewMs - settings.skewMs) > skewMsMin
      ) {
        settings.skewMs = skewMs
        isClockSet = true
        continue
      }
    }
    const delayMs = retry <= settings.maxRetries && isWorthRetrying(result) ? delayAfter(result, retry) : undefined
    if (delayMs === undefined) {
      if ("lost" in result) throw networkError(result, outcomeUnknown)
      return { ...result, outcomeUnknown }
    }
    await settings.sleep(delayMs, signal)
    retry++
  }
}

async function headersFor(
  { method, url, body }: Omit<Outgoing, "headers">,
  credential: TargetCredential,
  key: number,
  settings: Settings,
): Promise<Record<string, string>> {
  // A header with a stray line break would be refused by fetch, in an error that quotes it.
  const fault = faultOf(credential)
  if (fault !== undefined) throw malformed(fault)
  const headers: Record<string, string> = { accept: "application/json, application/problem+json" }
  if (body) headers["content-type"] = "application/json"
  if ("secret" in credential) return { ...headers, authorization: `Bearer ${credential.secret}` }
  const { targetId, keys } = credential
  const signed = { targetId, method, url, body, nowMs: settings.now() + settings.skewMs }
  // What an engine says of a key it cannot take may quote it.
  const privateKey = keys[key]
  const assertion = privateKey && (await assertionFor(signed, privateKey).catch(() => undefined))
  if (assertion === undefined) throw malformed("keys must be private JWKs.")
  return { ...headers, authorization: `Bearer ${assertion}` }
}

const malformed = (message: string) =>
  new RedeemAuthError("CREDENTIAL_MALFORMED", message, { requestId: null, problemCode: null, outcomeUnknown: false })

/**
 * What the caller's own store or vault answers, or the caller's abort, whichever comes first.
 * @throws RedeemNetworkError `ABORTED`; nothing was sent.
 */
export async function unlessAborted<Value>(
  answer: Value | Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (!signal) return answer
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = () => reject(networkError(aborted, false))
  signal.addEventListener("abort", abort)
  if (signal.aborted) abort()
  try {
    return await Promise.race([answer, promise])
  } finally {
    signal.removeEventListener("abort", abort)
  }
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
