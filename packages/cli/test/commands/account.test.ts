import { readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { define as defineToken } from "../../src/commands/token/create.ts"
import { idFor, manifestText, personalToken } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"
import { makeToken } from "../support/wire.ts"

describe("token", () => {
  it.each([
    [["--name", "ci"], { name: "ci", scope: ["listing:read", "listing:write", "release:publish"], expiresInDays: 90 }],
    [
      ["--name", "ci", "--scope", "release:publish", "--listing", "acme/xy", "--expires-in-days", "7"],
      { name: "ci", scope: ["release:publish"], listing: ["acme/xy"], expiresInDays: 7 },
    ],
  ])("create %j", async (argv, options) => {
    expect(await parse(defineToken, argv)).toEqual(options)
  })

  it.each([
    [[], "required option '--name <name>' not specified"],
    [["--name", "ci", "--scope", "token:manage"], "Allowed choices are"],
    [["--name", "ci", "--expires-in-days", "367"], "It must be a whole number from 1 to 366."],
  ])("create %j is refused", async (argv, complaint) => {
    expect(await parse(defineToken, argv)).toContain(complaint)
  })

  it("create prints the secret alone on stdout, this once", async () => {
    await using registry = await startRegistry()
    registry.instead("POST /v1/tokens", { status: 201, body: { token: makeToken(), secret: personalToken } })
    const ran = await run(["token", "create", "--name", "ci"], { registry })
    expect(ran).toMatchObject({ exitCode: 0, stdout: `${personalToken}\n` })
    expect(ran.stderr).toContain("It is shown this once.")
    expect(registry.requests[0]?.body).toMatchObject({ name: "ci", expiresInDays: 90 })
  })

  it("list tells the live from the dead", async () => {
    await using registry = await startRegistry()
    const data = [makeToken(), makeToken({ revokedAtMs: 1 }), makeToken({ expiresAtMs: 1 })]
    registry.instead("GET /v1/tokens", { status: 200, body: { data, page: { nextCursor: null } } })
    const states = (await run(["token", "list"], { registry })).stdout.trim().split("\n")
    expect(states.map((line) => line.split("\t")[2])).toEqual(["live", "revoked", "expired"])
  })

  it("revoke ends one by its id", async () => {
    await using registry = await startRegistry()
    registry.instead("DELETE /v1/tokens", { status: 200, body: makeToken({ revokedAtMs: 1 }) })
    const id = idFor("token", "ci")
    expect(await run(["token", "revoke", id], { registry })).toMatchObject({
      exitCode: 0,
      stdout: `${id} is revoked.\n`,
    })
    expect(await run(["token", "revoke", personalToken], { registry })).toMatchObject({ exitCode: 2 })
    expect(registry.writes()).toEqual([`DELETE /v1/tokens/${id}`])
  })
})

describe("config", () => {
  it("keeps settings of a person's own, for their eyes alone", async () => {
    await using registry = await startRegistry()
    await using home = await folder()
    const world = { home: home.path, token: undefined }
    const set = await run(["config", "set", "registry", `${registry.url}/`], world)
    expect(set).toMatchObject({ exitCode: 0, stdout: `registry is ${registry.url}.\n` })
    expect((await run(["config", "get", "registry"], world)).stdout).toBe(`${registry.url}\n`)
    expect((await run(["config", "list", "--json"], world)).stdout).toContain(registry.url)
    const { path } = JSON.parse((await run(["config", "path", "--json"], world)).stdout)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await run(["search"], world)).toMatchObject({ exitCode: 0 })
    expect(registry.requests).toHaveLength(1)
    await run(["config", "set", "registry"], world)
    expect((await run(["config", "get", "registry"], world)).stdout).toBe("")
  })

  it("names the target that install takes without --target", async () => {
    await using registry = await startRegistry()
    await using home = await folder()
    await run(["config", "set", "target", "whs-staging"], { home: home.path })
    await run(["install", "acme/xy", "--print-link"], { registry, home: home.path })
    expect(registry.requests[0]?.body).toMatchObject({ target: "whs-staging" })
  })

  it("asks for a target, and names those there are, where none is set: exit 2", async () => {
    await using registry = await startRegistry()
    const ran = await run(["install", "acme/xy", "--print-link"], { registry })
    expect(ran.exitCode).toBe(2)
    expect(ran.stderr).toContain("--target is missing.\nIts targets: whs.")
  })

  it.each([
    [["set", "registry", "http://registry.example"], "must begin with https://"],
    [["set", "target", "No Name"], "lower-case letters"],
    [["set", "token", "x"], "Allowed choices are registry, target"],
    [["get", "colour"], "Allowed choices are registry, target"],
  ])("refuses %j: exit 2", async (argv, complaint) => {
    await using home = await folder()
    const ran = await run(["config", ...argv], { home: home.path })
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain(complaint)
  })

  it("is never read from a project, and a damaged one is told: exit 2", async () => {
    await using trap = await startRegistry()
    await using here = await folder({
      "fleetprompt/config.json": JSON.stringify({ registry: trap.url }),
      "config.json": JSON.stringify({ registry: trap.url }),
    })
    await using home = await folder()
    await run(["search", "--timeout", "0.1"], { cwd: here.path, home: home.path })
    expect(trap.requests).toEqual([])
    await run(["config", "set", "target", "whs"], { home: home.path })
    await writeFile(join(home.path, "fleetprompt", "config.json"), "{")
    expect(await run(["search"], { home: home.path })).toMatchObject({ exitCode: 2 })
    expect(await readFile(join(home.path, "fleetprompt", "config.json"), "utf8")).toBe("{")
  })
})

describe("doctor", () => {
  const discovery = {
    issuer: "https://registry.example",
    apiBase: "https://registry.example/v1",
    minCliVersion: "0.0.0",
    manifestSchemaUrl: "https://registry.example/schema",
    trustedPublishing: null,
    signingKeys: [],
  }

  it("looks at everything and exits 0 where nothing is wrong", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    registry.instead("GET /.well-known/fleetprompt", { status: 200, body: discovery })
    const ran = await run(["doctor"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(0)
    expect(ran.stdout).toMatch(/^✓ registry +.* answers as https:\/\/registry\.example$/m)
    expect(ran.stdout).toMatch(/^✓ credential +alice, by personal_token/m)
    expect(ran.stdout).toMatch(/^✓ manifest +fleetprompt\.yaml: acme\/support-triage@1\.4\.0$/m)
  })

  it.each([
    ["no token", { token: undefined }, /^- credential +none/m, 0],
    ["a CLI that is too old", { minCliVersion: "99.0.0" }, /^✗ registry +.* wants fleetprompt 99\.0\.0/m, 2],
    ["a broken manifest", { manifest: "listing: {}" }, /^✗ manifest +fleetprompt\.yaml has/m, 3],
    ["a proxy", { env: { HTTPS_PROXY: "http://me:secret@proxy.example:8080" } }, /the proxy proxy\.example:8080,?/, 0],
  ])("says so of %s, and prints the other looks too", async (_, more, told, exitCode) => {
    const { minCliVersion = "0.0.0", manifest = manifestText, ...world } = more as unknown as Record<string, never>
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await folder({ "fleetprompt.yaml": manifest })
    registry.instead("GET /.well-known/fleetprompt", { status: 200, body: { ...discovery, minCliVersion } })
    const ran = await run(["doctor"], { registry, cwd: here.path, ...world })
    expect(ran.exitCode).toBe(exitCode)
    expect(ran.stdout).toMatch(told)
    expect(ran.stdout.trim().split("\n")).toHaveLength(5)
    expect(ran.stdout + ran.stderr).not.toContain("secret")
  })
})
