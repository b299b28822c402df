import { createHash, randomBytes } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { FleetPrompt, isCode } from "@fleetprompt/sdk"
import { accountOf } from "@fleetprompt/sdk/account"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { startNode } from "../support/process.ts"
import { startRegistry } from "../support/registry.ts"

const bin = fileURLToPath(new URL("../../packages/server/dist/bin.js", import.meta.url))

describe.each(engines)("a program that signs in where nobody can, on $name", (engine) => {
  let folder: string
  let registry: Awaited<ReturnType<typeof startRegistry>>
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
    const clientName = "a program\u00a0of ours"
    const { deviceCode, userCode } = await deviceLogins.start({ codeChallenge, scopes: ["listing:read"], clientName })
    const pending = await deviceLogins.poll({ deviceCode, codeVerifier }).catch((error: unknown) => error)
    expect(isCode(pending, "AUTHORIZATION_PENDING")).toBe(true)

    const command = ["login", "approve", userCode.toLowerCase(), "--user", "alice", "--data", ".fleetprompt", "--json"]
    const approval = startNode([bin, ...command], { cwd: folder, env: registry.environment })
    expect({ code: await approval.exited, stderr: approval.stderr() }).toEqual({ code: 0, stderr: "" })
    const { userId } = JSON.parse(approval.stdout()) as { userId: string }

    const { secret } = await deviceLogins.poll({ deviceCode, codeVerifier })
    const signedIn = new FleetPrompt({ baseUrl: registry.url, token: secret })
    expect(await signedIn.whoami()).toMatchObject({ userId, sub: "alice", credential: { kind: "cli_session" } })
    await accountOf(signedIn).sessions.end()
    expect(isCode(await signedIn.whoami().catch((error: unknown) => error), "TOKEN_REVOKED")).toBe(true)
  })
})
