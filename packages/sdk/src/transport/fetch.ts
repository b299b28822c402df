import { replyBytesMax, type Transport } from "./transport.ts"

/** A transport on a `fetch` of the caller's own, or on the runtime's. */
export const fetchTransport =
  (ownFetch: typeof fetch | undefined): Transport =>
  async ({ method, origin, path, headers, body }, { signal }) => {
    // Looked up at every request, so that a fetch put in place later, as by a mock, is the one used.
    const send = ownFetch ?? globalThis.fetch
    const response = await send(origin + path, {
      method,
      headers,
      body: (body ?? null) as BodyInit | null,
      redirect: "manual",
      signal,
    })
    const redirected = isRedirect(response)
    return {
      status: response.status,
      redirected,
      header: (name) => response.headers.get(name) ?? undefined,
      body: redirected ? discard(response.body) : await readText(response.body, signal),
    }
  }

// Browsers hide a redirect behind status 0; a fetch that disregards "manual" tells by `redirected`.
const isRedirect = ({ status, type, redirected }: Response) =>
  redirected || type === "opaqueredirect" || (status >= 300 && status < 400 && status !== 304)

function discard(body: Response["body"]): undefined {
  body?.cancel().catch(ignore)
}

async function readText(body: Response["body"], signal: AbortSignal): Promise<string | undefined> {
  if (body === null) return ""
  const reader = body.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(ignore)
  signal.addEventListener("abort", stop, { once: true })
  if (signal.aborted) stop()
  try {
    const decoder = new TextDecoder()
    let text = ""
    let bytes = 0
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      bytes += chunk.value.byteLength
      if (bytes > replyBytesMax) {
        stop()
        return undefined
      }
      text += decoder.decode(chunk.value, { stream: true })
    }
    return text + decoder.decode()
  } finally {
    signal.removeEventListener("abort", stop)
  }
}

// A stream that cannot even be canceled has nothing more to tell.
const ignore = () => undefined
