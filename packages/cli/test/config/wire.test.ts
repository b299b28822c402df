import { once } from "node:events"
import { createServer, type Server } from "node:http"
import { createServer as createSecureServer } from "node:https"
import { type AddressInfo, connect } from "node:net"
import type { Duplex } from "node:stream"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { folder } from "../support/folder.ts"
import { makeListing, personalToken } from "../support/fixtures.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"
import { selfSigned } from "../support/self-signed.ts"

const { cert, key } = await selfSigned()
const tls = await folder({ "cert.pem": cert, "key.pem": key })
const [certFile, keyFile] = ["cert.pem", "key.pem"].map((name) => join(tls.path, name)) as [string, string]
afterAll(() => tls[Symbol.asyncDispose]())
const emptyPage = JSON.stringify({ data: [], page: { nextCursor: null }, facets: null, suggestions: null })
const portOf = (server: { address(): string | AddressInfo | null }) => (server.address() as AddressInfo).port

/** A registry behind TLS, with a certificate of its own making for this machine. */
async function secureRegistry() {
  const requests: string[] = []
  const server = createSecureServer({ cert, key }, (request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers["authorization"] ?? "nobody"}`)
    response.setHeader("content-type", "application/json").end(emptyPage)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  return { url: `https://127.0.0.1:${portOf(server)}`, requests, [Symbol.asyncDispose]: () => ended(server) }
}

/** A proxy that carries everything to this machine, whatever host is asked for. */
async function proxy() {
  const asked: string[] = []
  const tunnels = new Set<Duplex>()
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(502).end()
  })
  server.on("connect", (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    const onward = connect(Number(request.url?.split(":")[1]), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n")
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [socket, onward]) {
      tunnels.add(end)
      end.on("error", () => socket.destroy())
    }
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    asked,
    async [Symbol.asyncDispose]() {
      // A tunnel is no connection of the server's any more.
      for (const end of tunnels) end.destroy()
      await ended(server)
    },
  }
}

async function ended(server: Pick<Server, "close" | "closeAllConnections">): Promise<void> {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
}

const searching = async (url: string, env: Record<string, string>) =>
  await run(["search", "--timeout", "5"], { env: { FLEETPROMPT_URL: url, ...env } })

describe("a certificate", () => {
  it("nobody vouches for is refused, with the reason: exit 7", async () => {
    await using registry = await secureRegistry()
    const ran = await searching(registry.url, {})
    expect(ran).toMatchObject({ exitCode: 7, stdout: "" })
    expect(ran.stderr).toContain("its certificate is self-signed")
    expect(registry.requests).toEqual([])
  })

  it("is taken where FLEETPROMPT_CA_FILE vouches for it", async () => {
    await using registry = await secureRegistry()
    const ran = await searching(registry.url, { FLEETPROMPT_CA_FILE: certFile })
    expect(ran.exitCode).toBe(0)
    expect(registry.requests).toEqual([`GET /v1/listings Bearer ${personalToken}`])
  })

  it.each([
    ["that is not there", "/no/such/file"],
    ["that holds none", keyFile],
  ])("file %s is told: exit 2", async (_what, file) => {
    await using registry = await secureRegistry()
    expect(await searching(registry.url, { FLEETPROMPT_CA_FILE: file })).toMatchObject({ exitCode: 2, stdout: "" })
  })

  it("is checked whatever files of a project say", async () => {
    await using registry = await secureRegistry()
    await using here = await folder({
      ".env": "NODE_TLS_REJECT_UNAUTHORIZED=0\n",
      ".npmrc": "strict-ssl=false\n",
      "fleetprompt.config.js": "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'",
    })
    const ran = await run(["search"], { cwd: here.path, env: { FLEETPROMPT_URL: registry.url } })
    expect(ran.exitCode).toBe(7)
  })
})

describe("a proxy", () => {
  const authority = { FLEETPROMPT_CA_FILE: certFile }

  it.each([["HTTPS_PROXY"], ["https_proxy"]])("named by %s is used, and sees no token", async (name) => {
    await using registry = await secureRegistry()
    await using between = await proxy()
    const named = `registry.example:${new URL(registry.url).port}`
    const ran = await searching(`https://${named}`, { ...authority, [name]: between.url })
    expect(ran.exitCode).toBe(0)
    expect(between.asked).toEqual([`CONNECT ${named}`])
    expect(registry.requests).toHaveLength(1)
  })

  it.each([["127.0.0.1"], ["*"], ["example.com,127.0.0.1"]])("is passed by where NO_PROXY is %s", async (none) => {
    await using registry = await secureRegistry()
    await using between = await proxy()
    const ran = await searching(registry.url, { ...authority, HTTPS_PROXY: between.url, NO_PROXY: none })
    expect(ran.exitCode).toBe(0)
    expect(between.asked).toEqual([])
  })

  it("that is not there is told as a registry out of reach: exit 7", async () => {
    await using registry = await secureRegistry()
    const ran = await searching(registry.url, { ...authority, HTTPS_PROXY: "http://127.0.0.1:9" })
    expect(ran).toMatchObject({ exitCode: 7, stdout: "" })
    expect(registry.requests).toEqual([])
  })

  it("never sees a request to this very machine, which is not encrypted", async () => {
    await using registry = await startRegistry({ listings: [makeListing("acme/xy", { status: "published" })] })
    await using between = await proxy()
    const env = { HTTPS_PROXY: between.url, HTTP_PROXY: between.url, http_proxy: between.url }
    expect(await run(["search"], { registry, env })).toMatchObject({ exitCode: 0 })
    expect(between.asked).toEqual([])
  })
})
