import { once } from "node:events"
import type { Server } from "node:http"
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from "@hono/node-server"
import type { Hono } from "hono"
import { ConfigError } from "./config.ts"

/**
 * Bounds on what a connection may cost before a route sees it. `requestTimeout` is for a request with its body: who
 * sends a byte now and then is cut off.
 */
export interface ConnectionBounds {
  readonly maxHeaderSize: number
  readonly headersTimeout: number
  readonly requestTimeout: number
  readonly keepAliveTimeout: number
  /** How often Node looks for connections that are too slow. */
  readonly connectionsCheckingInterval: number
}

export const connectionBounds: ConnectionBounds = {
  maxHeaderSize: 16_384,
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
}

/** Beyond as many open connections new ones are closed at once. */
const connectionsMax = 10_000

export interface Listener {
  /** `http://host:port` as it was really bound. */
  readonly url: string
  /** Takes no new connections, lets the running requests end, and resolves when the last one has. */
  close(): Promise<void>
}

/** Binds first and asks for the app then, so that an app can know the port it was given. */
export async function listen(
  at: { host: string; port: number },
  appAt: (url: string) => Hono,
  serverOptions = connectionBounds,
): Promise<Listener> {
  const app = Promise.withResolvers<Hono>()
  const fetch = async (request: Request, bindings: HttpBindings | Http2Bindings) =>
    (await app.promise).fetch(request, bindings)
  const server = createAdaptorServer({ fetch, serverOptions }) as Server
  server.maxConnections = connectionsMax
  await bind(server, at)
  const url = urlOf(server, at.host)
  app.resolve(appAt(url))
  return { url, close: () => drain(server) }
}

async function bind(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, "listening")
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason"
    throw new ConfigError(`Cannot listen on ${host}, port ${port}: ${code}. Choose another with --port.`)
  }
}

function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`
}

const drain = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
