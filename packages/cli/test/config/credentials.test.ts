import { chmod, readFile, writeFile } from "node:fs/promises"
import { describe, expect, it } from "vitest"
import type { Keyring } from "../../src/config/keyring.ts"
import { personalToken } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { fileOf, loginRegistry, somebody } from "../support/login.ts"
import { type Registry, startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

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
