import { once } from "node:events"
import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type CheckingProxy, startCheckingProxy } from "../support/checking-proxy.ts"

const thing = { type: "object", properties: { name: { type: "string" } }, additionalProperties: false }
const responses = {
  200: { content: { "application/json": { schema: thing }, "image/webp": { schema: {} } } },
  304: { description: "What you have is current." },
}
const description = {
  openapi: "3.1.0",
  paths: { "/things/{name}": { get: { responses }, post: { responses } } },
  components: { responses: { Problem: { content: { "application/problem+json": { schema: thing } } } } },
}

describe("the proxy before a registry", () => {
  let upstream: Server
  let proxy: CheckingProxy
  let answer: RequestListener

  beforeEach(async () => {
    upstream = createServer((request, response) => {
      if (request.url === "/openapi.json") response.end(JSON.stringify(description))
      else answer(request, response)
    }).listen(0, "127.0.0.1")
    await once(upstream, "listening")
    proxy = await startCheckingProxy()
    await proxy.forwardTo(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`)
  })
  afterEach(() => {
    upstream.close()
    upstream.closeAllConnections()
  })

  const get = (path: string) => fetch(`${proxy.url}${path}`)
  const json = (status: number, body: object, contentType = "application/json") => {
    answer = (_request, response) => {
      response.writeHead(status, { "content-type": contentType }).end(JSON.stringify(body))
    }
  }

  it("hands on every byte of both sides, and whatever header they send", async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 256))
    answer = (request, response) => {
      const { method = "", url = "", headers } = request
      const seen = `${method} ${url} ${String(headers["x-sent"])} ${headers.host ?? ""}`
      response.writeHead(200, { "content-type": "image/webp", "x-seen": seen, date: "then" })
      request.pipe(response)
    }
    const headers = { "x-sent": "yes" }
    const response = await fetch(`${proxy.url}/things/a%20b?q=%C3%A4`, { method: "POST", body: bytes, headers })
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
    expect(response.headers.get("x-seen")).toBe(`POST /things/a%20b?q=%C3%A4 yes ${new URL(proxy.url).host}`)
    expect(response.headers.get("date")).toBe("then")
    await proxy.end()
  })

  it("ends without a word where all was as described", async () => {
    json(200, { name: "a" })
    expect(await (await get("/things/a")).json()).toEqual({ name: "a" })
    json(404, { name: "none" }, "application/problem+json")
    expect((await get("/things/b")).status).toBe(404)
    answer = (_request, response) => response.writeHead(304).end()
    expect((await get("/things/a")).status).toBe(304)
    await expect(proxy.end()).resolves.toBeUndefined()
  })

  it("hands on what is not as described all the same, and tells of each when it ends", async () => {
    json(200, { name: "a", secret: "b" })
    expect(await (await get("/things/a")).json()).toEqual({ name: "a", secret: "b" })
    json(201, { name: "a" })
    await get("/things/b")
    json(500, { name: "a" })
    await get("/things/c")
    json(200, {})
    await get("/others/d")
    const told = await proxy.end().catch(String)
    for (const name of ["things/a", "things/b", "things/c", "others/d"]) {
      expect(told).toMatch(new RegExp(`GET /${name} answered \\d+ against its description`))
    }
  })

  it("breaks off where the server does, before its reply or within it", async () => {
    answer = (_request, response) => response.destroy()
    await expect(get("/things/a")).rejects.toThrow("fetch failed")
    answer = (_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": 100 }).write("{")
      setImmediate(() => response.destroy())
    }
    await expect(get("/things/a")).rejects.toThrow("fetch failed")
    upstream.close()
    upstream.closeAllConnections()
    await expect(get("/things/a")).rejects.toThrow("fetch failed")
    await proxy.end()
  })
})
