import type { ServerResponse } from "node:http"
import { buffer, text } from "node:stream/consumers"
import { describe, expect, it } from "vitest"
import { imagesOf } from "../../src/images/index.ts"
import { ApiError, ConnectionError, FleetPrompt as FetchClient, type FleetPromptOptions } from "../../src/index.ts"
import { FleetPrompt as NodeClient } from "../../src/node.ts"
import { failure, token } from "../registry.ts"
import * as wire from "../wire.ts"
import { closeServers, listen, listenReading } from "./server.ts"

const clients = { fetch: FetchClient, undici: NodeClient }
type Carrier = keyof typeof clients

/** The exam both transports sit, on real sockets: what a mock would only pretend is what it is about. */
describe.each(Object.keys(clients) as Carrier[])("on %s", (carrier) => {
  const clientOf = (baseUrl: string, options: Partial<FleetPromptOptions> = {}) =>
    new clients[carrier]({ baseUrl, token, maxRetries: 0, sleep: async () => undefined, ...options })
  type Client = ReturnType<typeof clientOf>
  const claim = (fp: Client) => fp.publishers.claim({ handle: "acme", displayName: "Acme" })

  describe("a request", () => {
    it("arrives with its method, address, headers and text as they are", async () => {
      const seen: unknown[] = []
      const baseUrl = await listenReading(async (request) => {
        const { method, url, headers } = request
        seen.push({ method, url, body: await text(request), type: headers["content-type"], by: headers.authorization })
        return wire.publisher
      })
      await clientOf(`${baseUrl}/catalog/`).publishers.claim({ handle: "acme", displayName: "Ångström 🚀" })
      const body = JSON.stringify({ handle: "acme", displayName: "Ångström 🚀" })
      const expected = { method: "POST", url: "/catalog/v1/publishers", body, type: "application/json" }
      expect(seen).toEqual([{ ...expected, by: `Bearer ${token}` }])
    })

    it("arrives with its bytes as they are, and with its query", async () => {
      const seen: unknown[] = []
      const baseUrl = await listenReading(async (request) => {
        seen.push([request.url, await buffer(request), request.headers["content-type"]])
        return wire.listing
      })
      const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index)
      await imagesOf(clientOf(baseUrl)).add("acme/x2", { bytes, mediaType: "image/webp", alt: "a b" })
      expect(seen).toEqual([["/v1/listings/acme/x2/images?alt=a+b", Buffer.from(bytes), "image/webp"]])
    })

    it("uses a connection of those before", async () => {
      const sockets = new Set<unknown>()
      const baseUrl = await listen((request, response) => {
        sockets.add(request.socket)
        response.end(JSON.stringify(wire.whoami))
      })
      const fp = clientOf(baseUrl)
      for (let call = 0; call < 10; call++) await fp.whoami()
      // One that has just answered may not be free yet when the next call begins.
      expect(sockets.size).toBeLessThan(3)
    })

    it("does not wait for the one before where both are made at once", async () => {
      const held: ServerResponse[] = []
      const baseUrl = await listen((_, response) => {
        held.push(response)
        if (held.length === 8) for (const each of held) each.end(JSON.stringify(wire.whoami))
      })
      const fp = clientOf(baseUrl)
      expect(await Promise.all(Array.from({ length: 8 }, () => fp.whoami()))).toHaveLength(8)
    })
  })

  describe("a reply", () => {
    it("is read as UTF-8, also where a character is cut in two on the way", async () => {
      const bytes = Buffer.from(JSON.stringify({ ...wire.publisher, displayName: "Ångström 🚀" }))
      const cutAt = bytes.indexOf("🚀") + 2
      const baseUrl = await listen((_, response) => {
        response.write(bytes.subarray(0, cutAt), () => setImmediate(() => response.end(bytes.subarray(cutAt))))
      })
      expect(await clientOf(baseUrl).publishers.get("acme")).toMatchObject({ displayName: "Ångström 🚀" })
    })

    it("comes with what its headers say", async () => {
      const baseUrl = await listen((_, response) => {
        response.writeHead(200, { ETag: '"lst-17"', "X-Request-Id": wire.id("req") }).end(JSON.stringify(wire.listing))
      })
      const { meta } = await clientOf(baseUrl).listings.get("acme/x2").withResponse()
      expect(meta).toMatchObject({ status: 200, etag: '"lst-17"', requestId: wire.id("req"), replayed: false })
    })

    it("may be a problem, and is told as one", async () => {
      const baseUrl = await listen((_, response) => {
        response
          .writeHead(404, { "content-type": "application/problem+json" })
          .end(JSON.stringify(wire.problem("NOT_FOUND")))
      })
      expect(await failure(clientOf(baseUrl).whoami())).toMatchObject({ code: "NOT_FOUND" })
    })

    it("may say that nothing has changed", async () => {
      const baseUrl = await listen((request, response) => {
        response.setHeader("etag", '"ins-1"')
        if (request.headers["if-none-match"] === undefined) response.end(JSON.stringify(wire.intent))
        else if (seen.push(request.url ?? "") === 1) response.writeHead(304).end()
        else response.end(JSON.stringify({ ...wire.intent, status: "redeemed" }))
      })
      const seen: string[] = []
      const found = await clientOf(baseUrl).installs.wait(wire.id("ins"), { until: "redeemed" })
      expect(found.status).toBe("redeemed")
      expect(seen).toHaveLength(2)
    })

    it("of more than 16 MiB is refused, and its connection let go", async () => {
      const closed = Promise.withResolvers<void>()
      const baseUrl = await listen((_, response) => {
        response.on("close", closed.resolve)
        const more = () => void response.write(Buffer.alloc(1024 * 1024, " "), more)
        more()
      })
      expect(await failure(clientOf(baseUrl).whoami())).toMatchObject({ name: "ResponseShapeError", path: "" })
      await expect(closed.promise).resolves.toBeUndefined()
    })
  })

  describe("an abort", () => {
    it.each(["before the reply", "within the reply"])("%s lets go of the connection", async (moment) => {
      const controller = new AbortController()
      const closed = Promise.withResolvers<void>()
      const baseUrl = await listen((_, response) => {
        response.on("close", closed.resolve)
        if (moment === "within the reply") response.write("{", () => setImmediate(() => controller.abort("enough")))
        else controller.abort("enough")
      })
      const error = await failure(clientOf(baseUrl).whoami({ signal: controller.signal }))
      expect(error).toMatchObject({ name: "AbortedError", cause: "enough" })
      await expect(closed.promise).resolves.toBeUndefined()
    })

    it("leaves the connection to the next call", async () => {
      const controller = new AbortController()
      const baseUrl = await listen((request, response) => {
        if (request.url === "/v1/limits") controller.abort()
        else response.end(JSON.stringify(wire.whoami))
      })
      const fp = clientOf(baseUrl)
      await failure(fp.limits({ signal: controller.signal }))
      expect(await fp.whoami()).toEqual(wire.whoami)
    })
  })

  describe("a redirect", () => {
    it.each([301, 302, 303, 307, 308])("with status %i is an error, and the credential stays", async (status) => {
      const elsewhere: string[] = []
      const other = await listen((request, response) => {
        elsewhere.push(request.url ?? "")
        response.end("{}")
      })
      const baseUrl = await listen((_, response) =>
        response.writeHead(status, { location: `${other}/v1/whoami` }).end(),
      )
      const error = await failure(clientOf(baseUrl, { maxRetries: 2 }).whoami())
      expect(error).toBeInstanceOf(ApiError)
      expect(error).toMatchObject({ status, code: "REDIRECTED", retryable: false })
      expect(elsewhere).toEqual([])
    })
  })

  describe("a connection", () => {
    it("that nobody accepts leaves no doubt about the outcome of a write", async () => {
      const baseUrl = await listen(() => undefined)
      await closeServers()
      const error = await failure(claim(clientOf(baseUrl)))
      expect(error).toBeInstanceOf(ConnectionError)
      expect(error).toMatchObject({
        outcomeUnknown: false,
        retryable: true,
        message: `No connection could be made: ECONNREFUSED (${baseUrl}).`,
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
      expect(await failure(clientOf(baseUrl).whoami())).toMatchObject({
        name: "ConnectionError",
        outcomeUnknown: false,
      })
    })

    it("that breaks once and is then refused leaves the outcome of a write unknown", async () => {
      const baseUrl = await listen((request) => request.socket.destroy())
      const fp = clientOf(baseUrl, {
        maxRetries: 1,
        sleep: closeServers,
      })
      expect(await failure(claim(fp))).toMatchObject({
        message: expect.stringContaining("ECONNREFUSED"),
        outcomeUnknown: true,
      })
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
})
