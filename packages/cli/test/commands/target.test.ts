import { readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { define as defineAdd } from "../../src/commands/target/add.ts"
import { define as defineCredential } from "../../src/commands/target/credential/add.ts"
import { define as defineKey } from "../../src/commands/target/key/generate.ts"
import { targetSecret } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"
import { makeCredential, makeTarget } from "../support/wire.ts"

const landingUrl = "https://whs.example/install"

describe("target: argv", () => {
  it.each([
    [["whs", "--system", "whs", "--landing-url", landingUrl], { name: "whs", system: "whs", landingUrl }],
    [
      [
        "whs-2",
        "--system",
        "agentelic",
        "--public-key",
        "k.jwk",
        "--default",
        "--no-buyer-match",
        "--token-ttl-max",
        "5m",
      ],
      {
        name: "whs-2",
        system: "agentelic",
        publicKey: "k.jwk",
        default: true,
        buyerMatch: false,
        tokenTtlMax: 300_000,
      },
    ],
    [
      ["whs", "--system", "whs", "--kind", "whs_agent", "spec_asset"],
      { name: "whs", system: "whs", kind: ["whs_agent", "spec_asset"] },
    ],
  ])("add %j", async (argv, options) => {
    expect(await parse(defineAdd, argv)).toEqual(options)
  })

  it.each([
    [["whs"], "required option '--system <system>' not specified"],
    [["self", "--system", "whs"], "It is reserved."],
    [["whs", "--system", "unix"], "Allowed choices are whs, agentromatic, agentelic"],
    [["whs", "--system", "whs", "--token-ttl-max", "2h"], "It must be a time from 1m to 1h"],
  ])("add %j is refused", async (argv, complaint) => {
    expect(await parse(defineAdd, argv)).toContain(complaint)
  })

  it.each([
    [["whs", "--overlap-days", "0"], { target: "whs", overlapDays: 0 }],
    [["whs", "--public-key", "k"], { target: "whs", publicKey: "k" }],
  ])("credential add %j", async (argv, options) => {
    expect(await parse(defineCredential, argv)).toEqual(options)
  })

  it.each([
    [[], { out: "target-key.jwk", alg: "EdDSA" }],
    [["--out", "k", "--alg", "ES256"], { out: "k", alg: "ES256" }],
  ])("key generate %j", async (argv, options) => {
    expect(await parse(defineKey, argv)).toEqual(options)
  })
})

describe("target key generate", () => {
  it.each([
    ["EdDSA", { kty: "OKP", crv: "Ed25519" }],
    ["ES256", { kty: "EC", crv: "P-256" }],
  ])("writes the private half for its owner alone and prints the public one: %s", async (alg, shape) => {
    await using here = await folder()
    const ran = await run(["target", "key", "generate", "--alg", alg], { cwd: here.path })
    expect(ran.exitCode).toBe(0)
    const publicKey = JSON.parse(ran.stdout)
    expect(publicKey).toMatchObject({ ...shape, alg, use: "sig", kid: expect.stringMatching(/^[\w-]{43}$/) })
    expect(publicKey).not.toHaveProperty("d")
    const file = join(here.path, "target-key.jwk")
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ ...publicKey, d: expect.any(String) })
    expect(ran.stderr).not.toContain(JSON.parse(await readFile(file, "utf8")).d)
  })

  it("never writes over a key: exit 2", async () => {
    await using here = await folder({ "target-key.jwk": "mine" })
    expect(await run(["target", "key", "generate"], { cwd: here.path })).toMatchObject({ exitCode: 2, stdout: "" })
    expect(await readFile(join(here.path, "target-key.jwk"), "utf8")).toBe("mine")
  })
})

describe("target", () => {
  it("add prints the secret once, and masks it in a job's log", async () => {
    await using registry = await startRegistry()
    registry.instead("POST /v1/targets", { status: 201, body: { target: makeTarget(), secret: targetSecret } })
    const argv = ["target", "add", "whs", "--system", "whs", "--landing-url", landingUrl]
    const ran = await run(argv, { registry, env: { GITHUB_ACTIONS: "true" } })
    expect(ran.exitCode).toBe(0)
    expect(ran.stdout).toContain(targetSecret)
    expect(ran.stderr).toMatch(new RegExp(`^::add-mask::${targetSecret}\n`))
    expect(registry.requests[0]?.body).toEqual({ name: "whs", targetSystem: "whs", landingUrl })
  })

  it("add sends a public key, and no private one leaves the machine: exit 2", async () => {
    await using registry = await startRegistry()
    await using here = await folder()
    registry.instead("POST /v1/targets", {
      status: 201,
      body: { target: makeTarget({ authentication: "key" }), secret: null },
    })
    const { stdout } = await run(["target", "key", "generate", "--out", "private.jwk"], { cwd: here.path })
    await writeFile(join(here.path, "public.jwk"), stdout)
    const argv = ["target", "add", "whs", "--system", "whs", "--landing-url", landingUrl, "--public-key"]
    const refused = await run([...argv, "private.jwk"], { registry, cwd: here.path })
    expect(refused).toMatchObject({ exitCode: 2, stdout: "" })
    expect(refused.stderr).toContain("must never leave the target")
    expect(registry.requests).toEqual([])
    expect(await run([...argv, "public.jwk"], { registry, cwd: here.path })).toMatchObject({ exitCode: 0 })
    expect(registry.requests[0]?.body).toMatchObject({ publicKey: JSON.parse(stdout) })
  })

  it("list needs no token, and marks the default one", async () => {
    await using registry = await startRegistry()
    const ran = await run(["target", "list"], { registry, token: undefined })
    expect(ran).toEqual({ exitCode: 0, stdout: `whs\twhs (default)\twhs_agent\t${landingUrl}\n`, stderr: "" })
  })

  it("list --settings shows the disabled ones too", async () => {
    await using registry = await startRegistry()
    registry.instead("GET /v1/targets/settings", { status: 200, body: { data: [makeTarget({ disabledAtMs: 1 })] } })
    expect((await run(["target", "list", "--settings"], { registry })).stdout).toContain("\tdisabled\tsecret")
  })

  it.each([
    [["get", "whs"], "GET /v1/targets/whs/settings", "landing page   https://whs.example/install"],
    [["disable", "whs"], "POST /v1/targets/whs/disable", "whs is disabled."],
    [["enable", "whs"], "POST /v1/targets/whs/enable", "whs is enabled."],
  ])("%j asks for it and says what is", async (argv, request, text) => {
    await using registry = await startRegistry()
    registry.instead(request, { status: 200, body: makeTarget() })
    const ran = await run(["target", ...argv], { registry })
    expect(ran.exitCode).toBe(0)
    expect(ran.stdout).toContain(text)
    expect(registry.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([request])
  })

  it("update changes what it is told under the ETag it read, and nothing else", async () => {
    await using registry = await startRegistry()
    registry.instead("GET /v1/targets/whs/settings", { status: 200, body: makeTarget(), headers: { etag: '"7"' } })
    registry.instead("PATCH /v1/targets/whs", { status: 200, body: makeTarget() })
    expect(await run(["target", "update", "whs", "--no-buyer-match"], { registry })).toMatchObject({ exitCode: 0 })
    expect(registry.requests[1]?.body).toEqual({ requireBuyerMatch: false })
    expect(registry.requests[1]?.headers["if-match"]).toBe('"7"')
    expect(await run(["target", "update", "whs"], { registry })).toMatchObject({ exitCode: 2 })
  })

  it("credential add gives the next secret, and credential revoke ends one once it is sure", async () => {
    await using registry = await startRegistry()
    const credential = makeCredential()
    registry.instead("POST /v1/targets/whs/credentials", { status: 201, body: { credential, secret: targetSecret } })
    registry.instead("DELETE /v1/targets/whs/credentials", { status: 200, body: makeTarget({ credentials: [] }) })
    const added = await run(["target", "credential", "add", "whs", "--overlap-days", "1"], { registry })
    expect(added.stdout).toContain(targetSecret)
    expect(registry.requests[0]?.body).toEqual({ overlapMs: 86_400_000 })
    const argv = ["target", "credential", "revoke", "whs", credential.credentialId]
    expect(await run(argv, { registry })).toMatchObject({ exitCode: 2, stdout: "" })
    expect(await run([...argv, "--yes"], { registry })).toMatchObject({ exitCode: 0 })
    expect(registry.writes().at(-1)).toBe(`DELETE /v1/targets/whs/credentials/${credential.credentialId}`)
  })
})
