import { once } from "node:events"
import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { connectionBounds, listen, type Listener } from "../../src/listen.ts"
import { engines } from "../support/engines.ts"
import { createApp } from "../../src/app.ts"
import { openRegistry, type TestRegistry } from "../support/registry.ts"

const bounds = { ...connectionBounds, headersTimeout: 100, requestTimeout: 150, connectionsCheckingInterval: 20 }

describe.each(engines.filter(({ name }) => name === "SQLite"))("T-CONN-1 · a connection", (engine) => {
  let registry: TestRegistry
  let listener: Listener
  beforeAll(async () => {
    registry = await openRegistry(engine, { hosts: ["127.0.0.1", "localhost"] })
    listener = await listen({ host: "127.0.0.1", port: 0 }, () => createApp(registry.context), bounds)
  })
  afterAll(async () => {
    await listener.close()
    await registry.close()
  })

  /** Sends that text and returns all that comes back until the server hangs up. */
  async function exchange(text: string): Promise<string> {
    const socket = connect(Number(new URL(listener.url).port), "127.0.0.1")
    let answer = ""
    socket.on("data", (chunk) => {
      answer += String(chunk)
    })
    socket.on("error", () => {})
    socket.write(text)
    await once(socket, "close")
    return answer
  }

  const head = (lines: string[]) => `${lines.join("\r\n")}\r\n`
  const post = (credential: string | undefined, ...more: string[]) =>
    head([
      "POST /v1/publishers HTTP/1.1",
      "Host: 127.0.0.1",
      `Authorization: Bearer ${credential}`,
      "Content-Type: application/json",
      "Connection: close",
      ...more,
      "",
    ])

  it("that never finishes its headers is cut off", async () => {
    expect(await exchange("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")).toMatch(/^HTTP\/1\.1 408 /)
  })

  it("that never finishes its body is cut off, and that is no failure of ours", async () => {
    const { credential } = await registry.as("alice")
    const before = registry.logged.length
    expect(await exchange(`${post(credential, "Content-Length: 100")}{"handle":`)).not.toMatch(/ 5\d\d /)
    const failures = registry.logged.slice(before).filter(({ fields }) => "error" in fields)
    expect(failures).toEqual([])
  })

  it.each([
    ["two lengths", "Content-Length: 2\r\nContent-Length: 3"],
    ["a length and chunks", "Content-Length: 2\r\nTransfer-Encoding: chunked"],
    ["a length that is none", "Content-Length: 2x"],
    ["an unknown transfer encoding", "Transfer-Encoding: chunked, x"],
    ["a header with a bare line break", "X-A: b\nX-C: d\r\n e"],
    ["a header without a name", ": value"],
    ["a blank before the colon", "X-A : b"],
    ["headers of more than 16 KiB", `X-A: ${"a".repeat(17_000)}`],
  ])("with %s is refused by the parser", async (_what, header) => {
    const { credential } = await registry.as("alice")
    expect(await exchange(`${post(credential, header)}{}`)).toMatch(/^HTTP\/1\.1 4\d\d /)
  })

  it.each([
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "evil.example#localhost",
  ])("for the host %s is refused where only this machine is meant", async (host) => {
    const answer = await exchange(head(["GET /v1/listings HTTP/1.1", `Host: ${host}`, "Connection: close", ""]))
    expect(answer).toMatch(/^HTTP\/1\.1 4(?:21|00) /)
  })

  it.each(["127.0.0.1", "127.0.0.1:8787", "localhost:1", "LOCALHOST"])("for the host %s is answered", async (host) => {
    const answer = await exchange(head(["GET /v1/listings HTTP/1.1", `Host: ${host}`, "Connection: close", ""]))
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  })

  it.each(["TRACE", "CONNECT", "PROPFIND"])("asking to %s is refused", async (method) => {
    const answer = await exchange(head([`${method} /v1/listings HTTP/1.1`, "Host: 127.0.0.1", "Connection: close", ""]))
    expect(answer).not.toMatch(/^HTTP\/1\.1 [25]/)
  })

  it("is answered by its method, whatever other method its headers name", async () => {
    const lines = [
      "GET /v1/listings HTTP/1.1",
      "Host: localhost",
      "X-HTTP-Method-Override: DELETE",
      "Connection: close",
      "",
    ]
    expect(await exchange(head(lines))).toMatch(/^HTTP\/1\.1 200 /)
  })

  it("is counted by the address it came from", async () => {
    const answer = await fetch(`${listener.url}/v1/limits`)
    expect(answer.status).toBe(200)
    await fetch(`${listener.url}/v1/listings`, { headers: { "x-forwarded-for": "192.0.2.1" } })
    const { data } = await (await fetch(`${listener.url}/v1/limits`)).json()
    const search = data.find(({ action }: { action: string }) => action === "search")
    expect(search.remaining).toBeLessThan(search.max)
  })
})
