import { createHash, randomBytes } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { FleetPrompt, isCode } from "@fleetprompt/sdk"
import { accountOf } from "@fleetprompt/sdk/account"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { type Registry, startRegistry } from "../support/registry.ts"

describe.each(engines)("a program that signs in where nobody can, on $name", (engine) => {
  let folder: string
  let registry: Registry
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-login-"))
    registry = await startRegistry({ folder, databaseUrl: await engine.createDatabase() })
  })
  afterAll(async () => {
    await registry.process.kill("SIGINT")
    await rm(folder, { recursive: true })
  })

  it("is approved by the operator for somebody, acts for them, and ends with its logout", async () => {
    const { deviceLogins } = accountOf(new FleetPrompt({ baseUrl: registry.url }))
    const codeVerifier = randomBytes(32).toString("base64url")
    const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url")
    const clientName = "a program of ours"
    const { deviceCode, userCode } = await deviceLogins.start({ codeChallenge, scopes: ["listing:read"], clientName })
    const pending = await deviceLogins.poll({ deviceCode, codeVerifier }).catch((error: unknown) => error)
    expect(isCode(pending, "AUTHORIZATION_PENDING")).toBe(true)

    const approve = ["login", "approve", userCode.toLowerCase(), "--user", "alice"]
    const { userId } = await registry.operate<{ userId: string }>(...approve)

    const { secret } = await deviceLogins.poll({ deviceCode, codeVerifier })
    const signedIn = new FleetPrompt({ baseUrl: registry.url, token: secret })
    expect(await signedIn.whoami()).toMatchObject({ userId, sub: "alice", credential: { kind: "cli_session" } })
    await accountOf(signedIn).sessions.end()
    expect(isCode(await signedIn.whoami().catch((error: unknown) => error), "TOKEN_REVOKED")).toBe(true)
  })
})
