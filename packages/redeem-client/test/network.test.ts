import { describe, expect, it } from "vitest"
import { newInstallToken, subject } from "./support/credentials.ts"
import { goodReply } from "./support/fixtures.ts"
import { askedWith, deadOrigin, loopback, sendJson } from "./support/loopback.ts"
import { testRedeemer } from "./support/redeemer.ts"

const redeemAt = (
  registry: string,
  options: { timeoutMs?: number; maxRetries?: number; signal?: AbortSignal } = {},
) => {
  const { signal, ...settings } = options
  return testRedeemer({ registry, ...settings }).redeem(newInstallToken(), subject, { signal })
}

describe("over a real socket", () => {
  it("a redeem reaches the registry", async () => {
    const registry = await loopback(async (request, response) => {
      sendJson(response, goodReply(await askedWith(request)))
    })
    expect(await redeemAt(registry)).toMatchObject({ ok: true, replayed: false })
  })

  it("a refused connection is a network error whose outcome is known", async () => {
    await expect(redeemAt(await deadOrigin())).rejects.toMatchObject({
      name: "RedeemNetworkError",
      code: "CONNECTION_FAILED",
      systemCode: "ECONNREFUSED",
      message: "The connection to the registry failed (ECONNREFUSED)",
      requestId: null,
      outcomeUnknown: false,
    })
  })

  it("a reply cut off midway is asked for again under the same redemptionId", async () => {
    const ids: string[] = []
    const registry = await loopback(async (request, response) => {
      const id = await askedWith(request)
      if (ids.push(id) > 1) return sendJson(response, { ...goodReply(id), replayed: true })
      response.writeHead(200, { "content-length": "2000" })
      response.write('{"redemption":{"installIntentId":"ins_', () => response.destroy())
    })
    expect(await redeemAt(registry)).toMatchObject({ ok: true, replayed: true })
    expect(ids).toHaveLength(2)
    expect(ids[1]).toBe(ids[0])
  })

  it("a reply cut off every time leaves the outcome unknown", async () => {
    const registry = await loopback((_request, response) => {
      response.writeHead(200, { "content-length": "2000" })
      response.write('{"redemption":', () => response.destroy())
    })
    await expect(redeemAt(registry, { maxRetries: 1 })).rejects.toMatchObject({
      code: "CONNECTION_FAILED",
      outcomeUnknown: true,
    })
  })

  it("an outcome once unknown stays unknown when the registry then disappears", async () => {
    let connections = 0
    const registry = await loopback((request) => {
      connections++
      request.socket.destroy()
    })
    const dead = await deadOrigin()
    const redeemer = testRedeemer({
      registry,
      maxRetries: 1,
      fetch: (input, init) => fetch(connections === 0 ? input : dead, init),
    })
    await expect(redeemer.redeem(newInstallToken(), subject)).rejects.toMatchObject({
      systemCode: "ECONNREFUSED",
      outcomeUnknown: true,
    })
    expect(connections).toBe(1)
  })

  it("a registry that does not answer runs into the time limit", async () => {
    const registry = await loopback(() => {})
    await expect(redeemAt(registry, { timeoutMs: 50, maxRetries: 1 })).rejects.toMatchObject({
      name: "RedeemNetworkError",
      code: "TIMED_OUT",
      outcomeUnknown: true,
    })
  })

  it("a body that stops coming runs into the time limit too", async () => {
    const registry = await loopback((_request, response) => {
      response.writeHead(200).write("{")
    })
    await expect(redeemAt(registry, { timeoutMs: 50, maxRetries: 0 })).rejects.toMatchObject({ code: "TIMED_OUT" })
  })

  it("an attempt that ran out of time is followed by another", async () => {
    const ids: string[] = []
    const registry = await loopback(async (request, response) => {
      const id = await askedWith(request)
      if (ids.push(id) > 1) sendJson(response, goodReply(id))
    })
    expect(await redeemAt(registry, { timeoutMs: 250, maxRetries: 10 })).toMatchObject({ ok: true })
    expect(new Set(ids).size).toBe(1)
    expect(ids.length).toBeGreaterThan(1)
  })

  it("an abort in flight closes the connection and leaves the outcome unknown", async () => {
    const controller = new AbortController()
    const gone = Promise.withResolvers<void>()
    let requests = 0
    const registry = await loopback((request) => {
      requests++
      request.socket.on("close", () => gone.resolve())
      controller.abort()
    })
    await expect(redeemAt(registry, { signal: controller.signal })).rejects.toMatchObject({
      code: "ABORTED",
      outcomeUnknown: true,
    })
    await gone.promise
    expect(requests).toBe(1)
  })

  it("a redirect is not followed, so token and secret go nowhere else", async () => {
    const paths: (string | undefined)[] = []
    const registry = await loopback((request, response) => {
      paths.push(request.url)
      response.writeHead(307, { location: "/elsewhere" }).end()
    })
    await expect(redeemAt(registry)).rejects.toMatchObject({
      name: "RedeemProtocolError",
      code: "UNEXPECTED_REPLY",
      status: 307,
      outcomeUnknown: false,
    })
    expect(paths).toEqual(["/v1/install-intents/redeem"])
  })

  it("an endless body is given up, and the connection with it", async () => {
    const gone = Promise.withResolvers<void>()
    const registry = await loopback((request, response) => {
      request.socket.on("close", () => gone.resolve())
      const pour = () => {
        while (response.write(" ".repeat(16_384)));
      }
      response.on("drain", pour)
      pour()
    })
    await expect(redeemAt(registry)).rejects.toMatchObject({ code: "UNEXPECTED_REPLY", outcomeUnknown: true })
    await gone.promise
  })
})
