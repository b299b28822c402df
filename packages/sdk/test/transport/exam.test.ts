import { createServer, type RequestListener, type Server } from "node:http"
import { afterEach, describe, expect, it } from "vitest"
import { ApiError, ConnectionError, FleetPrompt, type FleetPromptOptions } from "../src/index.ts"
import { failure, token } from "./registry.ts"
import * as wire from "./wire.ts"

/** These tests use real sockets: what a mock would only pretend is what they are about. */
const servers: Server[] = []

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The server has no port.")
  return `http://127.0.0.1:${address.port}`
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

async function closeAll(): Promise<void> {
  await Promise.all(servers.splice(0).map(close))
}

afterEach(closeAll)

const clientOf = (baseUrl: string, options: Partial<FleetPromptOptions> = {}) =>
  new FleetPrompt({ baseUrl, token, maxRetries: 0, sleep: async () => undefined, ...options })
const claim = (fp: FleetPrompt) => fp.publishers.claim({ handle: "acme", displayName: "Acme" })

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("with status %i is an error, and the credential stays", async (status) => {
    const elsewhere: string[] = []
    const other = await listen((request, response) => {
      elsewhere.push(request.url ?? "")
      response.end("{}")
    })
    const baseUrl = await listen((_, response) => response.writeHead(status, { location: `${other}/v1/whoami` }).end())
    const error = await failure(clientOf(baseUrl, { maxRetries: 2 }).whoami())
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status, code: "REDIRECTED", retryable: false })
    expect(elsewhere).toEqual([])
  })

  it("is an error too where the caller's own fetch has followed it", async () => {
    const target = await listen((_, response) => response.end(JSON.stringify(wire.whoami)))
    const baseUrl = await listen((_, response) => response.writeHead(302, { location: target }).end())
    const fp = clientOf(baseUrl, { fetch: (url, init) => fetch(url, { ...init, redirect: "follow" }) })
    expect(await failure(fp.whoami())).toMatchObject({ code: "REDIRECTED" })
  })
})

describe("a connection", () => {
  it("that nobody accepts leaves no doubt about the outcome of a write", async () => {
    const baseUrl = await listen(() => undefined)
    await closeAll()
    const error = await failure(claim(clientOf(baseUrl)))
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({
      outcomeUnknown: false,
      retryable: true,
      message: `No connection could be made: ECONNREFUSED (${baseUrl}).`,
      cause: { cause: { code: "ECONNREFUSED" } },
    })
  })

  it("is judged by the innermost cause, however a fetch of the caller's own wraps it", async () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" })
    const wrapped = Object.assign(new Error("request failed", { cause: refused }), { code: "ERR_REQUEST" })
    const error = await failure(claim(clientOf("https://registry.example", { fetch: () => Promise.reject(wrapped) })))
    expect(error).toMatchObject({
      outcomeUnknown: false,
      message: "No connection could be made: ECONNREFUSED (https://registry.example).",
      cause: { message: "request failed", code: "ERR_REQUEST" },
    })
  })

  it("that breaks before the reply leaves the outcome of a write unknown", async () => {
    const baseUrl = await listen((request) => request.socket.destroy())
    expect(await failure(claim(clientOf(baseUrl)))).toMatchObject({ name: "ConnectionError", outcomeUnknown: true })
  })

  it("that breaks within the reply leaves the outcome of a write unknown", async () => {
    const baseUrl = await listen((_, response) => {
      response.writeHead(201, { "content-length": "1000" }).write("{", () => response.destroy())
    })
    expect(await failure(claim(clientOf(baseUrl)))).toMatchObject({ name: "ConnectionError", outcomeUnknown: true })
  })

  it("that breaks leaves no doubt about a read, which changes nothing", async () => {
    const baseUrl = await listen((request) => request.socket.destroy())
    expect(await failure(clientOf(baseUrl).whoami())).toMatchObject({ name: "ConnectionError", outcomeUnknown: false })
  })

  it("that breaks once and is then refused leaves the outcome of a write unknown", async () => {
    const baseUrl = await listen((request) => request.socket.destroy())
    const fp = clientOf(baseUrl, {
      maxRetries: 1,
      sleep: closeAll,
    })
    expect(await failure(claim(fp))).toMatchObject({ cause: { cause: { code: "ECONNREFUSED" } }, outcomeUnknown: true })
  })

  it("that breaks is made anew, and the write is done once under one key", async () => {
    const keys: unknown[] = []
    const baseUrl = await listen((request, response) => {
      keys.push(request.headers["idempotency-key"])
      if (keys.length === 1) request.socket.destroy()
      else response.writeHead(201).end(JSON.stringify(wire.publisher))
    })
    expect(await claim(clientOf(baseUrl, { maxRetries: 1 }))).toEqual(wire.publisher)
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })
})
