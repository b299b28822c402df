import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http"
import type { Agent as SecureAgent } from "node:https"

/** How requests leave this machine. */
export interface WireOptions {
  /** Where HTTPS_PROXY and NO_PROXY are read. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** PEM of authorities that are trusted beside Node's own. */
  readonly authorities: string | undefined
}

/** As much of `fetch` as the SDK uses, on node:http: the global one takes twice as long until the first reply. */
export function wireFetch(options: WireOptions): typeof fetch {
  const send = async (address: string, init: RequestInit): Promise<unknown> => {
    const url = new URL(address)
    const isSecure = url.protocol === "https:"
    const { request } = isSecure ? await import("node:https") : await import("node:http")
    const body = bytesOf(init.body)
    const headers = { ...(init.headers as Record<string, string>), ...(body && { "content-length": body.length }) }
    return await new Promise((resolve, reject) => {
      const method = init.method ?? "GET"
      const sent = (made: ClientRequest) => {
        made.on("error", (error) => reject(init.signal?.aborted ? init.signal.reason : error))
        made.end(body)
      }
      const signal = init.signal ?? undefined
      const start = async () => {
        const agent = isSecure ? await agentFor(options) : undefined
        const how: RequestOptions = { method, headers, ...(agent && { agent }), ...(signal && { signal }) }
        sent(request(url, how, (reply) => resolve(replyOf(reply))))
      }
      start().catch(reject)
    })
  }
  return send as typeof fetch
}

/** What the SDK sends: text, or the bytes of an image. */
const bytesOf = (body: RequestInit["body"]): Buffer | undefined =>
  typeof body === "string" ? Buffer.from(body) : body instanceof Uint8Array ? Buffer.from(body) : undefined

/** Plain http goes to this machine alone, and so never by way of a proxy. */
async function agentFor({ env, authorities }: WireOptions): Promise<SecureAgent | undefined> {
  const proxyEnv = {
    HTTPS_PROXY: env["HTTPS_PROXY"] || env["https_proxy"],
    NO_PROXY: env["NO_PROXY"] || env["no_proxy"],
  }
  if (!proxyEnv.HTTPS_PROXY && authorities === undefined) return undefined
  const [{ Agent }, { rootCertificates }] = await Promise.all([import("node:https"), import("node:tls")])
  return new Agent({ proxyEnv, ...(authorities !== undefined && { ca: [...rootCertificates, authorities] }) })
}

function replyOf(reply: IncomingMessage): unknown {
  const chunks = reply[Symbol.asyncIterator]()
  return {
    status: reply.statusCode ?? 0,
    type: "default",
    redirected: false,
    headers: { get: (name: string) => headerOf(reply, name) },
    body: {
      getReader: () => ({
        read: async () => await chunks.next(),
        cancel: async () => void reply.destroy(),
      }),
      cancel: async () => void reply.destroy(),
    },
  }
}

function headerOf({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name]
  return Array.isArray(value) ? value.join(", ") : (value ?? null)
}
