import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { FleetPrompt } from "@fleetprompt/sdk"
import { adminOf, type TargetAdministration } from "@fleetprompt/sdk/admin"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { engines } from "../support/engines.ts"
import { type Registry, startRegistry } from "../support/registry.ts"

/** A key of nobody: RFC 8037 appendix A.1. */
const ed25519 = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" } as const

describe.each(engines)("T-TARGET-11 · targets over the SDK, on $name", (engine) => {
  let folder: string
  let registry: Registry
  let targets: TargetAdministration
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-admin-targets-"))
    registry = await startRegistry({ folder, databaseUrl: await engine.createDatabase() })
    const { token } = await registry.operate<{ token: string }>("token", "create", "--user", "ada")
    await registry.operate("role", "grant", "ada", "admin")
    targets = adminOf(new FleetPrompt({ baseUrl: registry.url, token })).targets
  })
  afterAll(async () => {
    await registry.process.kill("SIGTERM")
    await rm(folder, { recursive: true, force: true })
  })

  /** What the registry says to the holder of a secret. */
  const statusOf = async (secret: string | null) =>
    (await fetch(`${registry.url}/v1/targets/self`, { headers: { authorization: `Bearer ${secret}` } })).status

  it("are registered with a secret that opens, or with a key and none", async () => {
    const plain = await targets.register({ name: "plain", targetSystem: "whs", landingUrl: "https://plain.example/x" })
    expect(plain.target).toMatchObject({ name: "plain", authentication: "secret", isDefault: true })
    expect(await statusOf(plain.secret)).toBe(200)
    const signing = await targets.register({
      name: "signing",
      targetSystem: "agentelic",
      landingUrl: "https://signing.example/x",
      publicKey: ed25519,
    })
    expect(signing).toMatchObject({ secret: null, target: { authentication: "key", credentials: [{ kind: "key" }] } })
    expect((await targets.list()).data.map(({ name }) => name)).toEqual(["plain", "signing"])
  })

  it("are changed by who read them last", async () => {
    const { data, meta } = await targets.get("plain").withResponse()
    const landingUrl = "https://plain.example/y"
    const ifMatch = meta.etag ?? ""
    expect(await targets.update(data.name, { landingUrl }, { ifMatch })).toMatchObject({ landingUrl })
    await expect(targets.update(data.name, { landingUrl }, { ifMatch })).rejects.toMatchObject({
      code: "ETAG_MISMATCH",
    })
  })

  it("get a second secret, and lose one at once", async () => {
    const { secret, credential } = await targets.addCredential("plain", { overlapMs: 60_000 })
    expect(await statusOf(secret)).toBe(200)
    const after = await targets.revokeCredential("plain", credential.credentialId)
    expect(after.credentials.find((each) => each.credentialId === credential.credentialId)?.revokedAtMs).not.toBeNull()
    expect(await statusOf(secret)).toBe(401)
  })

  it("are shut out, and let in again", async () => {
    expect((await targets.disable("plain")).disabledAtMs).not.toBeNull()
    expect((await targets.enable("plain")).disabledAtMs).toBeNull()
    await expect(targets.disable("nobody")).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
