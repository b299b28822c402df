import { once } from "node:events"
import { mkdtemp, readFile, rm, stat } from "node:fs/promises"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { sweepFolder } from "../../packages/server/test/support/sweep.ts"
import { startCheckingProxy } from "../support/checking-proxy.ts"
import { engines } from "../support/engines.ts"
import { freePort } from "../support/free-port.ts"
import { type Spawned, startNode } from "../support/process.ts"
import { startRegistry } from "../support/registry.ts"

const bin = fileURLToPath(new URL("../../packages/server/dist/bin.js", import.meta.url))
const secretKey = "a key of the operator's own, long enough"
const client = {
  FLEETPROMPT_OIDC_ISSUER: "https://id.example",
  FLEETPROMPT_OIDC_AUDIENCE: "https://registry.example",
  FLEETPROMPT_OIDC_CLIENT_ID: "fleetprompt",
  FLEETPROMPT_OIDC_CLIENT_SECRET_FILE: "/nowhere/short-key",
}

describe.each(engines)("fleetprompt-server on $name", (engine) => {
  let folder: string
  let environment: NodeJS.ProcessEnv
  const server = (args: string[], env: NodeJS.ProcessEnv = {}): Spawned =>
    startNode([bin, ...args], { cwd: folder, env: { ...environment, ...env } })
  const ended = async (program: Spawned) => ({ code: await program.exited, stderr: program.stderr() })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-serve-"))
    const databaseUrl = (await engine.createDatabase()) ?? `sqlite:${join(folder, "served.db")}`
    environment = {
      FLEETPROMPT_DATABASE_URL: databaseUrl,
      FLEETPROMPT_SECRET_KEY: secretKey,
      FLEETPROMPT_PUBLIC_URL: "https://registry.example",
      FLEETPROMPT_PORT: String(await freePort()),
    }
  })
  afterAll(async () => {
    await sweepFolder(folder)
    await rm(folder, { recursive: true })
  })

  it("serves others until it is told to stop, lets the requests end and exits 0", async () => {
    const running = server(["serve", "--auth=tokens"])
    const url = `http://127.0.0.1:${environment["FLEETPROMPT_PORT"]}`
    await expect
      .poll(
        () =>
          fetch(`${url}/readyz`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 15_000 },
      )
      .toBe(200)
    const proxy = await startCheckingProxy()
    await proxy.forwardTo(url)
    const token = server(["token", "create", "--user", "alice"])
    expect(await token.exited).toBe(0)
    const me = await fetch(`${proxy.url}/v1/whoami`, { headers: { authorization: `Bearer ${token.stdout().trim()}` } })
    expect(await me.json()).toMatchObject({ sub: "alice" })
    const discovery = await (await fetch(`${proxy.url}/.well-known/fleetprompt`)).json()
    expect(discovery).toMatchObject({ issuer: "https://registry.example" })
    await proxy.end()
    expect(await running.kill("SIGTERM")).toBe(0)
    expect(running.stderr()).not.toContain(token.stdout().trim())
  })

  it.each([
    ["no way to tell who people are", [], {}, /--auth=tokens/],
    ["no database", ["--auth=tokens"], { FLEETPROMPT_DATABASE_URL: undefined }, /FLEETPROMPT_DATABASE_URL/],
    ["no key", ["--auth=tokens"], { FLEETPROMPT_SECRET_KEY: undefined }, /FLEETPROMPT_SECRET_KEY/],
    ["a short key", ["--auth=tokens"], { FLEETPROMPT_SECRET_KEY: "short-key" }, /FLEETPROMPT_SECRET_KEY.*32/],
    ["no public address", ["--auth=tokens"], { FLEETPROMPT_PUBLIC_URL: undefined }, /FLEETPROMPT_PUBLIC_URL/],
    ["an address in the clear", ["--auth=tokens"], { FLEETPROMPT_PUBLIC_URL: "http://registry.example" }, /https:\/\//],
    ["a client of no provider", ["--auth=tokens"], { FLEETPROMPT_OIDC_CLIENT_ID: "fp" }, /FLEETPROMPT_OIDC_ISSUER/],
    ["a secret of no client", ["--auth=tokens"], { FLEETPROMPT_OIDC_CLIENT_SECRET: "short-key" }, /_OIDC_CLIENT_ID/],
    [
      "a CI whose issuer is misspelled",
      ["--auth=tokens"],
      { FLEETPROMPT_CI_ISSUERS: "gitlab=https://ci.example/" },
      /_CI_ISSUERS/,
    ],
    [
      "a CI without https, for others to reach",
      ["--auth=tokens", "--host", "0.0.0.0"],
      { FLEETPROMPT_CI_ISSUERS: "github=http://127.0.0.1:9" },
      /FLEETPROMPT_CI_ISSUERS must be https/,
    ],
    ["two secrets", [], { ...client, FLEETPROMPT_OIDC_CLIENT_SECRET: "short-key" }, /but not both/],
    ["a secret that cannot be read", [], client, /FLEETPROMPT_OIDC_CLIENT_SECRET_FILE must name a file/],
    ["a port that is none", ["--auth=tokens", "--port", "99999"], {}, /65535/],
  ])("refuses to start with %s, says what to set, and exits 2", async (_what, args, env, words) => {
    const { code, stderr } = await ended(server(["serve", ...args], env))
    expect(code).toBe(2)
    expect(stderr).toMatch(words)
    expect(stderr).not.toMatch(/\n\s+at |short-key/)
  })

  it("says that a port is taken, and ends at once", async () => {
    const taken = createServer().listen(0, "127.0.0.1")
    await once(taken, "listening")
    const { port } = taken.address() as AddressInfo
    const { code, stderr } = await ended(server(["serve", "--auth=tokens", "--port", String(port)]))
    taken.close()
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`port ${port}: EADDRINUSE`) })
  })

  it("refuses a database that cannot be reached in one sentence without the password", async () => {
    const url = `postgres://fleet:pa55word@127.0.0.1:${await freePort()}/registry`
    const { code, stderr } = await ended(server(["migrate"], { FLEETPROMPT_DATABASE_URL: url }))
    expect(code).toBe(1)
    expect(stderr).toMatch(/PostgreSQL at 127\.0\.0\.1:\d+ cannot be used/)
    expect(stderr).not.toMatch(/pa55word|\n\s+at /)
  })

  it("keeps a development database out of service, and its key to its owner", async () => {
    const databaseUrl = await engine.createDatabase()
    const home = await mkdtemp(join(folder, "dev-"))
    const registry = await startRegistry({ folder: home, databaseUrl })
    expect(await registry.process.kill("SIGINT")).toBe(0)
    const key = join(home, ".fleetprompt/secret.key")
    expect((await stat(key)).mode & 0o077).toBe(0)
    const env = {
      FLEETPROMPT_DATABASE_URL: databaseUrl ?? `sqlite:${join(home, ".fleetprompt/registry.db")}`,
      FLEETPROMPT_SECRET_KEY: (await readFile(key, "utf8")).trim(),
    }
    const { code, stderr } = await ended(server(["serve", "--auth=tokens"], env))
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/made by "dev".*Use another database/) })
  })
})
