import { createHash } from "node:crypto"
import { chmod, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { define } from "../../src/commands/login/login.ts"
import type { Keyring } from "../../src/config/keyring.ts"
import { problem } from "../support/catalogue.ts"
import { idFor, installToken, nowMs, personalToken } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { type Registry, startRegistry } from "../support/registry.ts"
import { run, type World } from "../support/run.ts"
import { cliSecret, deviceCode } from "../support/wire.ts"

const session = {
  sessionId: idFor("cliSession", "one"),
  clientName: "fleetprompt on laptop",
  scopes: ["listing:read"],
  requestedFrom: "127.0.0.1",
  createdAtMs: nowMs,
  expiresAtMs: nowMs + 86_400_000,
  revokedAtMs: null,
  lastUsedAtMs: null,
  current: true,
}
const started = {
  deviceCode,
  userCode: "BCDF-GHJK",
  verificationUri: "https://registry.example/device",
  verificationUriComplete: "https://registry.example/device?code=BCDF-GHJK",
  intervalMs: 5_000,
  expiresAtMs: nowMs + 600_000,
}
const whoami = {
  userId: idFor("user", "alice"),
  iss: "https://id.example",
  sub: "alice",
  credential: { kind: "cli_session", tokenId: null, name: null, scopes: ["listing:read"], expiresAtMs: nowMs + 1 },
  publishers: [],
}

/** A registry whose device login is approved at once. */
async function loginRegistry(more: object = {}): Promise<Registry> {
  const registry = await startRegistry()
  registry.instead("POST /v1/auth/device/token", { status: 200, body: { session, secret: cliSecret } })
  registry.instead("POST /v1/auth/device", { status: 201, body: { ...started, ...more } })
  registry.instead("GET /v1/whoami", { status: 200, body: whoami })
  registry.instead("DELETE /v1/auth/session", { status: 200, body: { ...session, revokedAtMs: nowMs } })
  return registry
}
const somebody = (home: string, rest: World = {}): World => ({
  token: undefined,
  home,
  terminal: 80,
  env: { NO_COLOR: "1" },
  ...rest,
})
const fileOf = (home: string) => join(home, "fleetprompt", "credentials.json")

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

describe("a kept credential", () => {
  const signedIn = async (home: string, registry: Registry, keyring?: Keyring) =>
    await run(
      ["login", "--with-token"],
      somebody(home, { registry, stdin: personalToken, ...(keyring && { keyring }) }),
    )

  it("goes to its own registry alone", async () => {
    await using registry = await startRegistry()
    await using other = await startRegistry()
    await using home = await folder()
    await signedIn(home.path, registry)
    expect(await run(["whoami"], somebody(home.path, { registry: other }))).toMatchObject({ exitCode: 4 })
    expect(other.requests).toEqual([])
  })

  it("gives way to FLEETPROMPT_TOKEN", async () => {
    await using registry = await startRegistry()
    await using home = await folder()
    await signedIn(home.path, registry)
    await run(["whoami"], { ...somebody(home.path, { registry }), token: personalToken.replace("fpat_", "other_") })
    expect(registry.requests.at(-1)?.headers["authorization"]).toMatch(/^Bearer other_/)
  })

  it.each([[0o644], [0o640], [0o660]])("in a file of mode %o is not read: exit 4", async (mode) => {
    await using registry = await startRegistry()
    await using home = await folder()
    await signedIn(home.path, registry)
    await chmod(fileOf(home.path), mode)
    const ran = await run(["whoami"], somebody(home.path, { registry }))
    expect(ran).toMatchObject({ exitCode: 4, stdout: "" })
    expect(ran.stderr).toContain("can be read by others")
    expect(ran.stderr).toContain("chmod 600")
  })

  it("in a damaged file is told, and not written over: exit 4", async () => {
    await using registry = await startRegistry()
    await using home = await folder()
    await signedIn(home.path, registry)
    await writeFile(fileOf(home.path), "{", { mode: 0o600 })
    expect(await run(["whoami"], somebody(home.path, { registry }))).toMatchObject({ exitCode: 4 })
    expect(await readFile(fileOf(home.path), "utf8")).toBe("{")
  })

  it("lies in the keyring where there is one, and not in the file", async () => {
    await using registry = await startRegistry()
    await using home = await folder()
    const keyring = makeKeyring()
    await signedIn(home.path, registry, keyring)
    expect(await readFile(fileOf(home.path), "utf8")).not.toContain("fpat_")
    expect(await run(["whoami"], somebody(home.path, { registry, keyring }))).toMatchObject({ exitCode: 0 })
    const locked = await run(["whoami"], somebody(home.path, { registry }))
    expect(locked.exitCode).toBe(4)
    expect(locked.stderr).toContain("Unlock it")
  })

  it.each([
    ["refuses", { set: () => Promise.reject(new Error("locked")) }],
    ["forgets at once", { get: async () => undefined }],
  ])("lies in the file where the keyring %s", async (_, broken) => {
    await using registry = await startRegistry()
    await using home = await folder()
    await signedIn(home.path, registry, { ...makeKeyring(), ...broken })
    expect(await readFile(fileOf(home.path), "utf8")).toContain("fpat_")
  })

  it("is gone after logout, which also ends a session at the registry", async () => {
    await using registry = await loginRegistry()
    await using home = await folder()
    await run(["login"], somebody(home.path, { registry }))
    const ran = await run(["logout"], somebody(home.path, { registry }))
    expect(ran).toMatchObject({ exitCode: 0, stdout: `Signed out of ${registry.url}.\n` })
    expect(registry.writes().at(-1)).toBe("DELETE /v1/auth/session")
    expect(await readFile(fileOf(home.path), "utf8")).not.toContain("fpcl_")
    expect((await run(["logout"], somebody(home.path, { registry }))).stdout).toContain("You were not signed in")
  })

  it("is in no output of auth status", async () => {
    await using registry = await startRegistry()
    await using home = await folder()
    await signedIn(home.path, registry)
    const ran = await run(["auth", "status", "--json"], somebody(home.path, { registry }))
    expect(JSON.parse(ran.stdout)).toMatchObject({
      registry: registry.url,
      source: "stored",
      kind: "personal_token",
      valid: true,
      sub: "alice",
      stored: [{ registry: registry.url, store: "file" }],
    })
    expect(ran.stdout).not.toContain("fpat_")
  })
})

function makeKeyring(): Keyring {
  const secrets = new Map<string, string>()
  return {
    get: async (account) => secrets.get(account),
    set: async (account, secret) => void secrets.set(account, secret),
    remove: async (account) => void secrets.delete(account),
  }
}
