import { describe, expect, it } from "vitest"
import { FleetPrompt } from "../../src/node.ts"
import { failure, token } from "../registry.ts"
import * as wire from "../wire.ts"
import { listen } from "./server.ts"

const clientOf = (baseUrl: string, ownFetch: typeof fetch) =>
  new FleetPrompt({ baseUrl, token, maxRetries: 0, fetch: ownFetch })

describe("a fetch of the caller's own", () => {
  it("carries the requests, also on Node", async () => {
    const seen: unknown[] = []
    const fp = clientOf("https://registry.example", async (url) => {
      seen.push(url)
      return Response.json(wire.whoami)
    })
    expect(await fp.whoami()).toEqual(wire.whoami)
    expect(seen).toEqual(["https://registry.example/v1/whoami"])
  })

  it("may follow a redirect, and that is an error all the same", async () => {
    const target = await listen((_, response) => response.end(JSON.stringify(wire.whoami)))
    const baseUrl = await listen((_, response) => response.writeHead(302, { location: target }).end())
    const fp = clientOf(baseUrl, (url, init) => fetch(url, { ...init, redirect: "follow" }))
    expect(await failure(fp.whoami())).toMatchObject({ code: "REDIRECTED" })
  })

  it("is judged by the innermost cause of what it throws, however it wraps it", async () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" })
    const wrapped = Object.assign(new Error("request failed", { cause: refused }), { code: "ERR_REQUEST" })
    const fp = clientOf("https://registry.example", () => Promise.reject(wrapped))
    expect(await failure(fp.publishers.claim({ handle: "acme", displayName: "Acme" }))).toMatchObject({
      outcomeUnknown: false,
      message: "No connection could be made: ECONNREFUSED (https://registry.example).",
      cause: { message: "request failed", code: "ERR_REQUEST" },
    })
  })
})
