import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { describe, expect, it } from "vitest"
import { problem } from "./support/answer.ts"
import { idFor, installToken, makeListing, manifestText, personalToken, targetSecret } from "./support/fixtures.ts"
import { folder } from "./support/folder.ts"
import { html, startRegistry } from "./support/registry.ts"
import { run } from "./support/run.ts"

describe("a token", () => {
  it.each([
    ["publish"],
    ["publish --dry-run"],
    ["listing create"],
    ["listing list"],
    ["listing publish acme/xy"],
    ["release publish"],
    ["publisher claim acme"],
    ["install acme/xy --target whs --print-link"],
    ["whoami"],
    ["auth status"],
    ["listing update acme/xy --name X"],
    ["listing unlist acme/xy"],
    ["listing deprecate acme/xy --message Old"],
    ["release revoke acme/xy@1.0.0 --reason broken --yes"],
    [`intent get ${idFor("installIntent", "x")}`],
    ["intent list"],
    [`intent wait ${idFor("installIntent", "x")}`],
    [`intent cancel ${idFor("installIntent", "x")}`],
    [`intent reissue ${idFor("installIntent", "x")} --print-link`],
    ["token create --name ci"],
    ["token list"],
    [`token revoke ${idFor("token", "x")}`],
    ["target list --settings"],
    ["target get whs"],
    ["target add whs2 --system whs --landing-url https://whs.example"],
    ["target update whs --default"],
    ["target disable whs"],
    ["target enable whs"],
    ["target credential add whs"],
    [`target credential revoke whs ${idFor("targetCredential", "x")} --yes`],
  ])("is needed for %s, and its lack says what to set: exit 4", async (line) => {
    await using registry = await startRegistry()
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    const ran = await run(line.split(" "), { registry, token: undefined, cwd: here.path })
    expect(ran).toMatchObject({ exitCode: 4, stdout: "" })
    expect(ran.stderr).toMatch(
      /^error: You are not signed in at .+, and FLEETPROMPT_TOKEN is not set\.\nRun `fleetprompt login`/,
    )
    expect(registry.requests).toEqual([])
  })

  it.each([
    ["an install token", installToken, "holds an install token"],
    ["a target's secret", targetSecret, "holds the secret of a target system"],
    ["half a token", personalToken.slice(0, -3), "is damaged"],
    ["two words", "fpat_a b", "holds blanks"],
  ])("that is %s is sent nowhere: exit 4", async (_, token, complaint) => {
    await using registry = await startRegistry()
    const ran = await run(["whoami"], { registry, token })
    expect(ran.exitCode).toBe(4)
    expect(ran.stderr).toContain(complaint)
    expect(ran.stderr).not.toContain(token)
    expect(registry.requests).toEqual([])
  })

  it("may stand between blanks and line breaks, as files and secrets stores leave it", async () => {
    await using registry = await startRegistry()
    expect(await run(["whoami"], { registry, token: ` ${personalToken}\n` })).toMatchObject({ exitCode: 0 })
  })
})

describe("what the registry answers decides the exit code", () => {
  it.each([
    ["UNAUTHENTICATED", 4],
    ["TOKEN_EXPIRED", 4],
    ["TOKEN_REVOKED", 4],
    ["INSUFFICIENT_SCOPE", 4],
    ["ACCOUNT_LOCKED", 4],
    ["NOT_FOUND", 5],
    ["INSTALL_INTENT_CANCELED", 5],
    ["SLUG_TAKEN", 6],
    ["ETAG_MISMATCH", 6],
    ["PRECONDITION_REQUIRED", 6],
    ["CURSOR_INVALID", 3],
    ["VALIDATION_FAILED", 3],
    ["PAYLOAD_TOO_LARGE", 3],
    ["PUBLISHER_LIMIT_REACHED", 5],
    ["METHOD_NOT_ALLOWED", 1],
    ["INTERNAL", 7],
    ["UNAVAILABLE", 7],
  ] as const)("%s: exit %i", async (code, exitCode) => {
    await using registry = await startRegistry()
    registry.instead("GET /v1/listings/acme/xy", problem(code))
    const text = await run(["listing", "get", "acme/xy"], { registry })
    expect(text).toMatchObject({ exitCode, stdout: "" })
    expect(text.stderr).toMatch(/^error: .+\.\n.+\n/)
    const json = await run(["listing", "get", "acme/xy", "--json"], { registry })
    expect(json).toMatchObject({ exitCode, stdout: "" })
    expect(json.stderr.split("\n")).toHaveLength(2)
    expect(JSON.parse(json.stderr)).toMatchObject({ code, exitCode, requestId: expect.stringMatching(/^req_/) })
  })

  it("tells how long to wait after too many requests: exit 7", async () => {
    await using registry = await startRegistry()
    const body = {
      ...(problem("UNAVAILABLE").body as object),
      status: 429,
      code: "RATE_LIMITED",
      detail: "Too many searches.",
    }
    registry.instead("GET /v1/listings", { status: 429, body, headers: { "retry-after": "120" } })
    const ran = await run(["search"], { registry })
    expect(ran).toEqual({
      exitCode: 7,
      stdout: "",
      stderr: "error: Too many searches.\nRun the command again in 2 minutes.\n",
    })
  })

  it("names the request where the fault is the registry's", async () => {
    await using registry = await startRegistry()
    registry.instead("GET /v1/listings", problem("INTERNAL"))
    expect((await run(["search"], { registry })).stderr).toContain("requestId: req_")
  })

  it("lists the fields of a refused request", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    const issue = { pointer: "/name", code: "custom", message: "must not\u001b[2J shout" }
    registry.instead("POST /v1/listings", problem("VALIDATION_FAILED", [issue]))
    const argv = ["listing", "create", "--slug", "acme/xy", "--kind", "whs_agent", "--name", "X", "--summary", "Y"]
    const ran = await run([...argv, "--tag", "a"], { registry })
    expect(ran.exitCode).toBe(3)
    expect(ran.stderr).toContain("  /name  must not shout\n")
  })
})

describe("a registry that is not there", () => {
  it("is told with the reason and what to check: exit 7", async () => {
    const url = await closedPort()
    const ran = await run(["search"], { env: { FLEETPROMPT_URL: url } })
    expect(ran).toMatchObject({ exitCode: 7, stdout: "" })
    expect(ran.stderr).toBe(
      `error: ${url} could not be reached: nothing listens there.\n` +
        "Check the address (--registry or FLEETPROMPT_URL) and your network, then run the command again.\n",
    )
  })

  it("leaves a write unknown where the connection broke on the way back: exit 7", async () => {
    await using registry = await startRegistry()
    registry.instead("POST /v1/publishers", "cut")
    const ran = await run(["publisher", "claim", "acme"], { registry })
    expect(ran).toMatchObject({ exitCode: 7, stdout: "" })
    expect(ran.stderr).toContain("Whether the change took effect is unknown.")
    expect(ran.stderr).toContain("that is safe")
    const keys = new Set(registry.requests.map(({ headers }) => headers["idempotency-key"]))
    expect(keys.size).toBe(1)
  })

  it("says nothing of the kind after a read", async () => {
    await using registry = await startRegistry()
    registry.instead("GET /v1/listings", "cut")
    const ran = await run(["search"], { registry })
    expect(ran.exitCode).toBe(7)
    expect(ran.stderr).not.toContain("unknown")
  })

  it("is not waited for longer than --timeout says: exit 7", async () => {
    await using silent = await silentServer()
    const ran = await run(["search", "--timeout", "0.2"], { env: { FLEETPROMPT_URL: silent.url } })
    expect(ran).toMatchObject({ exitCode: 7, stdout: "" })
    expect(ran.stderr).toContain("did not answer in time")
  })

  it.each([
    [502, 7, "Run the command again"],
    [403, 5, "Check the address"],
    [404, 5, "Check the address"],
    [302, 1, "Check the address"],
  ])("but a page of a proxy with status %i: exit %i", async (status, exitCode, remedy) => {
    await using registry = await startRegistry()
    registry.instead("GET /v1/listings", html(status))
    const ran = await run(["search"], { registry })
    expect(ran).toMatchObject({ exitCode, stdout: "" })
    expect(ran.stderr).toContain("not as a registry does")
    expect(ran.stderr).toContain(remedy)
    expect(ran.stderr).not.toContain("Gateway")
  })

  it.each([[html(200)], [{ status: 200, body: { data: "everything" } }]])(
    "but a success that is none: exit 1",
    async (answer) => {
      await using registry = await startRegistry()
      registry.instead("GET /v1/listings", answer)
      const ran = await run(["search"], { registry })
      expect(ran).toMatchObject({ exitCode: 1, stdout: "" })
      expect(ran.stderr).toContain("Check the address (--registry or FLEETPROMPT_URL)")
    },
  )
})

describe("the address of the registry", () => {
  it.each([
    [["--registry", "http://registry.example"], {}, "--registry must begin with https://"],
    [["--registry", "registry.example"], {}, "--registry is not a URL"],
    [["--registry", "https://me:secret@registry.example"], {}, "--registry must have no user name"],
    [[], { FLEETPROMPT_URL: "ftp://registry.example" }, "FLEETPROMPT_URL must begin with https://"],
  ])("%j %j: exit 2", async (flags, env, complaint) => {
    const ran = await run(["search", ...flags], { env })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain(complaint)
    expect(ran.stderr).not.toContain("secret")
  })

  it("is the flag's before the environment's", async () => {
    await using registry = await startRegistry({ listings: [makeListing("acme/xy", { status: "published" })] })
    const env = { FLEETPROMPT_URL: await closedPort() }
    expect(await run(["search", "--registry", registry.url], { env })).toMatchObject({ exitCode: 0 })
  })

  it("is never taken from a file of the project", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using trap = await startRegistry()
    await using here = await folder({
      "fleetprompt.yaml": manifestText,
      ".env": `FLEETPROMPT_URL=${trap.url}\n`,
      "package.json": JSON.stringify({ fleetprompt: { registry: trap.url } }),
    })
    expect(await run(["publish"], { registry, cwd: here.path })).toMatchObject({ exitCode: 0 })
    expect(trap.requests).toEqual([])
  })
})

describe("--debug", () => {
  it("shows no credential, even one the registry repeats", async () => {
    await using registry = await startRegistry()
    const body = { ...(problem("INTERNAL").body as object), detail: `No luck with ${personalToken}.` }
    registry.instead("GET /v1/listings", { status: 500, body })
    const ran = await run(["search", "--debug"], { registry })
    expect(ran.stderr).toContain("error: No luck with fpat_[redacted].")
    expect(ran.stderr).toContain("ApiError")
    expect(ran.stderr).not.toContain(personalToken)
  })

  it("adds the stack, and only then", async () => {
    const env = { FLEETPROMPT_URL: await closedPort() }
    expect((await run(["search", "--debug"], { env })).stderr).toMatch(/ConnectionError: [^]* {4}at /)
    expect((await run(["search"], { env })).stderr).not.toMatch(/ {4}at /)
  })
})

async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return `http://127.0.0.1:${port}`
}

async function silentServer() {
  const server = createServer(() => {})
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, [Symbol.asyncDispose]: async () => void server.close() }
}
