import { createServer as createHttpServer } from "node:http"
import { createServer } from "node:https"
import { connect } from "node:net"
import { describe, expect, it, vi } from "vitest"
import { FleetPrompt, type NodeFleetPromptOptions } from "../../src/node.ts"
import { failure, token } from "../registry.ts"
import * as wire from "../wire.ts"
import { selfSigned } from "./self-signed.ts"
import { closeServers, listen, open } from "./server.ts"

const { key, cert } = await selfSigned()

const clientOf = (options: NodeFleetPromptOptions) => new FleetPrompt({ token, maxRetries: 0, ...options })
const listenSecurely = () =>
  open(createServer({ key, cert }, (_, response) => response.end(JSON.stringify(wire.whoami))))

/** A proxy that tunnels whatever it is asked for to one port of this machine, and notes what it was asked for. */
async function tunnelTo(port: number): Promise<{ address: string; seen: string[] }> {
  const seen: string[] = []
  const proxy = createHttpServer().on("connect", (request, socket) => {
    seen.push(request.url ?? "")
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n")
      onward.pipe(socket).pipe(onward)
    })
    socket.on("error", () => onward.destroy())
    onward.on("error", () => socket.destroy())
  })
  return { address: `http://127.0.0.1:${await open(proxy)}`, seen }
}

describe("a certificate of one's own", () => {
  it("is trusted where it is given", async () => {
    const fp = clientOf({ baseUrl: `https://127.0.0.1:${await listenSecurely()}`, ca: cert })
    expect(await fp.whoami()).toEqual(wire.whoami)
  })

  it("is not where it is not, and nothing was sent", async () => {
    const fp = clientOf({ baseUrl: `https://127.0.0.1:${await listenSecurely()}` })
    expect(await failure(fp.publishers.claim({ handle: "acme", displayName: "Acme" }))).toMatchObject({
      name: "ConnectionError",
      message: expect.stringContaining("DEPTH_ZERO_SELF_SIGNED_CERT"),
      outcomeUnknown: false,
    })
  })
})

describe("the proxy the environment names", () => {
  it("is asked for a tunnel, through which the registry is checked as ever", async () => {
    const { address, seen } = await tunnelTo(await listenSecurely())
    vi.stubEnv("HTTPS_PROXY", address)
    const fp = clientOf({ baseUrl: "https://registry.example", ca: cert })
    expect(await fp.whoami()).toEqual(wire.whoami)
    expect(seen).toEqual(["registry.example:443"])
    expect(await failure(clientOf({ baseUrl: "https://registry.example" }).whoami())).toMatchObject({
      message: expect.stringContaining("DEPTH_ZERO_SELF_SIGNED_CERT"),
    })
  })

  it("is passed by for the hosts NO_PROXY names", async () => {
    const { address, seen } = await tunnelTo(0)
    vi.stubEnv("HTTPS_PROXY", address)
    vi.stubEnv("NO_PROXY", "127.0.0.1")
    const fp = clientOf({ baseUrl: `https://127.0.0.1:${await listenSecurely()}`, ca: cert })
    expect(await fp.whoami()).toEqual(wire.whoami)
    expect(seen).toEqual([])
  })

  it("that refuses leaves no doubt about the outcome of a write", async () => {
    vi.stubEnv("HTTPS_PROXY", await listen(() => undefined))
    await closeServers()
    const fp = clientOf({ baseUrl: "https://registry.example" })
    expect(await failure(fp.publishers.claim({ handle: "acme", displayName: "Acme" }))).toMatchObject({
      name: "ConnectionError",
      outcomeUnknown: false,
    })
  })
})
