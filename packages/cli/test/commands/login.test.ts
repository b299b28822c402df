import { createHash } from "node:crypto"
import { stat } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/login/login.ts"
import { problem } from "../support/answer.ts"
import { installToken, personalToken } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { fileOf, loginRegistry, session, somebody, started } from "../support/login.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"
import { cliSecret, deviceCode } from "../support/wire.ts"

describe("login: argv", () => {
  it.each([
    [[], { browser: true }],
    [["--with-token"], { withToken: true, browser: true }],
    [["--no-browser"], { browser: false }],
    [["--scope", "listing:read", "moderation"], { browser: true, scope: ["listing:read", "moderation"] }],
  ])("%j", async (argv, options) => {
    expect(await parse(define, argv)).toEqual(options)
  })

  it.each([
    [["--scope", "everything"], "Allowed choices are"],
    [["--with-token", "--scope", "listing:read"], "cannot be used with option"],
  ])("%j is refused", async (argv, complaint) => {
    expect(await parse(define, argv)).toContain(complaint)
  })
})

describe("login in the browser", () => {
  it("shows address and code, opens the page, and keeps the session for this registry", async () => {
    await using registry = await loginRegistry()
    await using home = await folder()
    const opened: string[] = []
    const ran = await run(["login"], somebody(home.path, { registry, opened }))
    expect(ran).toMatchObject({ exitCode: 0, stdout: `Signed in at ${registry.url} as alice.\n` })
    expect(ran.stderr).toContain("Open https://registry.example/device\nand enter BCDF-GHJK")
    expect(opened).toEqual([started.verificationUriComplete])
    expect(ran.stdout + ran.stderr).not.toMatch(/fp(?:cl|dc)_/)
    const after = await run(["whoami"], somebody(home.path, { registry }))
    expect(after.exitCode).toBe(0)
    expect(registry.requests.at(-1)?.headers["authorization"]).toBe(`Bearer ${cliSecret}`)
  })

  it("proves in the poll that it is what asked, by the verifier of its challenge", async () => {
    await using registry = await loginRegistry()
    await using home = await folder()
    await run(["login"], somebody(home.path, { registry }))
    const [start, poll] = registry.requests.map(({ body }) => body as Record<string, string>)
    const challenge = createHash("sha256")
      .update(poll?.["codeVerifier"] ?? "")
      .digest("base64url")
    expect(start?.["codeChallenge"]).toBe(challenge)
    expect(start?.["scopes"]).not.toContain("moderation")
    expect(poll?.["deviceCode"]).toBe(deviceCode)
  })

  it.each([
    ["ACCESS_DENIED", "Run `fleetprompt login` again"],
    ["DEVICE_CODE_EXPIRED", "approve it within ten minutes"],
  ] as const)("ends with %s, and keeps nothing: exit 4", async (code, remedy) => {
    await using registry = await loginRegistry()
    await using home = await folder()
    registry.instead("POST /v1/auth/device/token", problem(code))
    const ran = await run(["login"], somebody(home.path, { registry }))
    expect(ran).toMatchObject({ exitCode: 4, stdout: "" })
    expect(ran.stderr).toContain(remedy)
    await expect(stat(fileOf(home.path))).rejects.toThrow("ENOENT")
  })

  it("waits while nobody decided, and longer each time it is told to slow down", async () => {
    await using registry = await loginRegistry()
    await using home = await folder()
    const pauses: number[] = []
    const replies = [problem("AUTHORIZATION_PENDING"), problem("SLOW_DOWN"), problem("SLOW_DOWN")]
    const sleep = async (delayMs: number) => {
      pauses.push(delayMs)
      registry.instead(
        "POST /v1/auth/device/token",
        replies.shift() ?? { status: 200, body: { session, secret: cliSecret } },
      )
    }
    expect(await run(["login"], somebody(home.path, { registry, sleep }))).toMatchObject({ exitCode: 0 })
    expect(pauses).toEqual([5_000, 5_000, 10_000, 15_000])
  })

  it.each([["file:///etc/passwd"], ["javascript:alert(1)"], ["\u001b]8;;x"]])(
    "opens and shows no %s: exit 4",
    async (verificationUri) => {
      await using registry = await loginRegistry({ verificationUri, verificationUriComplete: verificationUri })
      await using home = await folder()
      const opened: string[] = []
      expect(await run(["login"], somebody(home.path, { registry, opened }))).toMatchObject({ exitCode: 4, stdout: "" })
      expect(opened).toEqual([])
    },
  )

  it("says what to do at a registry without such logins: exit 4", async () => {
    await using registry = await startRegistry()
    await using home = await folder()
    const ran = await run(["login"], somebody(home.path, { registry }))
    expect(ran).toMatchObject({ exitCode: 4, stdout: "" })
    expect(ran.stderr).toContain("fleetprompt login --with-token")
  })

  it("opens no browser with --no-browser, nor over SSH", async () => {
    await using registry = await loginRegistry()
    await using home = await folder()
    const opened: string[] = []
    await run(["login", "--no-browser"], somebody(home.path, { registry, opened }))
    await run(["login"], somebody(home.path, { registry, opened, env: { SSH_CONNECTION: "1 2 3 4" } }))
    expect(opened).toEqual([])
  })

  it("does not wait for an approval where nobody is: exit 2", async () => {
    await using registry = await loginRegistry()
    await using home = await folder()
    const ran = await run(["login"], { registry, home: home.path, token: undefined })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain("--with-token")
    expect(registry.requests).toEqual([])
  })
})

describe("login --with-token", () => {
  it("keeps a token from stdin in a file only its owner can read", async () => {
    await using registry = await startRegistry()
    await using home = await folder()
    const ran = await run(["login", "--with-token"], somebody(home.path, { registry, stdin: `${personalToken}\n` }))
    expect(ran.exitCode).toBe(0)
    expect((await stat(fileOf(home.path))).mode & 0o777).toBe(0o600)
    expect((await stat(join(home.path, "fleetprompt"))).mode & 0o777).toBe(0o700)
    expect(await run(["whoami"], somebody(home.path, { registry }))).toMatchObject({ exitCode: 0 })
  })

  it.each([
    ["nothing", "", 2],
    ["an install token", installToken, 4],
    ["a novel", "x".repeat(20_000), 2],
  ])("takes %s for no token, and sends it nowhere", async (_, stdin, exitCode) => {
    await using registry = await startRegistry()
    await using home = await folder()
    const ran = await run(["login", "--with-token"], somebody(home.path, { registry, stdin }))
    expect(ran).toMatchObject({ exitCode, stdout: "" })
    expect(registry.requests).toEqual([])
  })

  it("keeps nothing that the registry does not take: exit 4", async () => {
    await using registry = await startRegistry()
    await using home = await folder()
    registry.instead("GET /v1/whoami", problem("TOKEN_REVOKED"))
    expect(await run(["login", "--with-token"], somebody(home.path, { registry, stdin: personalToken }))).toMatchObject(
      { exitCode: 4 },
    )
    await expect(stat(fileOf(home.path))).rejects.toThrow("ENOENT")
  })
})
