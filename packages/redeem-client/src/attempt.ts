import type { RedeemNetworkError } from "./errors.ts"
import { type Reply, replyOf } from "./reply.ts"
import type { Settings } from "./settings.ts"
import { isObject } from "./shape.ts"

/** One attempt of a call as it goes out. */
export interface Outgoing {
  method: "POST" | "PUT" | "GET"
  url: string
  headers: Record<string, string>
  /** Empty for none. */
  body: string
}

/** An attempt that brought no whole reply. */
export interface Loss {
  lost: RedeemNetworkError["code"]
  systemCode: string | null
  /** False only where no connection was made, so that the registry cannot have acted. */
  mayHaveArrived: boolean
}

/** Sends once. What the network does is a value; the caller's signal and the time limit end the attempt. */
export async function attempt(
  { method, url, headers, body }: Outgoing,
  { fetch, timeoutMs, now }: Settings,
  signal: AbortSignal | undefined,
): Promise<Reply | Loss> {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const timer = setTimeout(abort, timeoutMs)
  signal?.addEventListener("abort", abort)
  // Signing took a moment.
  if (signal?.aborted) abort()
  try {
    const init = { method, headers, redirect: "manual", signal: controller.signal } as const
    return await replyOf(await fetch(url, body ? { ...init, body } : init), now())
  } catch (error) {
    if (signal?.aborted) return { lost: "ABORTED", systemCode: null, mayHaveArrived: true }
    if (controller.signal.aborted) return { lost: "TIMED_OUT", systemCode: null, mayHaveArrived: true }
    const systemCode = systemCodeOf(error)
    return { lost: "CONNECTION_FAILED", systemCode, mayHaveArrived: !neverConnected.has(systemCode) }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener("abort", abort)
  }
}

const neverConnected: ReadonlySet<string | null> = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "UND_ERR_CONNECT_TIMEOUT",
])

/** The code of a fetch error or of its cause. The error itself is dropped, for its text may quote a header. */
function systemCodeOf(error: unknown): string | null {
  const code = isObject(error) ? (error["code"] ?? (isObject(error["cause"]) ? error["cause"]["code"] : null)) : null
  return typeof code === "string" && /^[A-Z][A-Z_]{1,63}$/.test(code) ? code : null
}
