import type { Dispatcher } from "undici"
import type { Stop } from "../deadline.ts"
import { replyBytesMax, type Transport, type WireReply, type WireRequest } from "./transport.ts"

/** What only Node's transport knows. */
export interface NodeTransportOptions {
  /** Certificates in PEM form to trust besides Node's own, for a registry or a proxy within a company. */
  ca?: string | string[] | undefined
}

/** More connections than this to one registry do not make a program faster. */
const connectionsMax = 128

/**
 * A transport on undici: connections are kept and shared by the calls of one client, and `HTTP_PROXY`, `HTTPS_PROXY` and
 * `NO_PROXY` of the environment are heeded. undici itself is loaded with the first request, for that takes longer than
 * many programs run.
 */
export function undiciTransport(options: NodeTransportOptions): Transport {
  let opening: Promise<Dispatcher> | undefined
  let opened: Dispatcher | undefined
  return async (request, stop) => {
    opened ??= await (opening ??= open(options))
    return await exchange(opened, request, stop)
  }
}

async function open({ ca }: NodeTransportOptions): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent } = await import("undici")
  const trust = ca === undefined ? {} : { ca: [...(await import("node:tls")).getCACertificates(), ...[ca].flat()] }
  // The limits of time are the call's own.
  const common = { connections: connectionsMax, headersTimeout: 0, bodyTimeout: 0, connect: trust }
  return isProxied() ? new EnvHttpProxyAgent({ ...common, requestTls: trust, proxyTls: trust }) : new Agent(common)
}

const isProxied = (): boolean => {
  const { env } = process
  return [env["http_proxy"], env["HTTP_PROXY"], env["https_proxy"], env["HTTPS_PROXY"]].some(Boolean)
}

/** Sends one request on a connection of the pool and gathers the reply. */
const exchange = (dispatcher: Dispatcher, request: WireRequest, stop: Stop): Promise<WireReply> =>
  new Promise((resolve, reject) => {
    const { method, origin, path, headers, body = null } = request
    const exchanged = new Exchange(resolve, reject)
    stop.onStop(() => exchanged.stop())
    dispatcher.dispatch({ method, origin, path, headers, body }, exchanged)
  })

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Follows one exchange and settles its promise. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (reply: WireReply) => void
  readonly #reject: (error: unknown) => void
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headers: Headers = {}
  #bytes = 0
  #stopped = false

  constructor(resolve: (reply: WireReply) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve
    this.#reject = reject
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#stopped) this.stop()
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return
    this.#status = status
    this.#headers = headers
    if (isRedirect(status)) this.#cutShort(controller)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > replyBytesMax) this.#cutShort(controller)
    else this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    const [only = Buffer.alloc(0)] = this.#chunks
    this.#settle((this.#chunks.length < 2 ? only : Buffer.concat(this.#chunks)).toString())
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error)
  }

  /** The reply is known as far as it is wanted; a connection with the rest of it on the way is of no more use. */
  #cutShort(controller: Dispatcher.DispatchController): void {
    this.#settle(undefined)
    controller.abort(new Error("The rest of the reply is not wanted."))
  }

  #settle(body: string | undefined): void {
    const headers = this.#headers
    this.#resolve({
      status: this.#status,
      redirected: isRedirect(this.#status),
      header(name) {
        const value = headers[name]
        return typeof value === "object" ? value.join(", ") : value
      },
      body,
    })
  }

  /** Lets go of the connection, or of the place in the queue for one. */
  stop(): void {
    this.#stopped = true
    this.#controller?.abort(new Error("The request was stopped."))
  }
}

const isRedirect = (status: number): boolean => status >= 300 && status < 400 && status !== 304
