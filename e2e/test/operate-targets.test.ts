import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { targetSettingsList } from "@fleetprompt/sdk/contracts"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const bin = fileURLToPath(new URL("../../packages/server/dist/bin.js", import.meta.url))

/** Keys of nobody: RFC 7515 appendix A.3 and RFC 8037 appendix A.1. */
const p256 = {
  kty: "EC",
  crv: "P-256",
  x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
  y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}
const ed25519 = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }
/** RFC 8037 appendix A.3. */
const ed25519Thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"

// Each command is a process of its own, which takes its time to start on a busy machine.
describe("T-TARGET-11 · fleetprompt-server target", { timeout: 120_000 }, () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "fleetprompt-targets-"))
    writeFileSync(join(folder, "public.jwk"), JSON.stringify(p256))
    writeFileSync(
      join(folder, "private.jwk"),
      JSON.stringify({ ...p256, d: "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI" }),
    )
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const run = (args: string[], input = "") => {
    const data = ["--data", join(folder, "data")]
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "target", ...args, ...data], {
      cwd: folder,
      input,
      encoding: "utf8",
    })
    return { status, stdout, stderr }
  }
  const add = (name: string, ...rest: string[]) =>
    run(["add", name, "--system", "whs", "--landing-url", `https://${name}.example/install`, ...rest])
  const list = () => targetSettingsList.parse(JSON.parse(run(["list", "--json"]).stdout)).data

  it("registers targets by secret or public key, and prints the one or the thumbprint of the other", () => {
    expect(add("plain").stdout).toMatch(/^fpts_[0-9A-Za-z]{38}\n$/)
    expect(add("signing", "--public-key", "public.jwk").stdout).toMatch(/^[\w-]{43}\n$/)
    const named = run(
      ["add", "agents", "--system", "agentelic", "--landing-url", "https://a.example/x", "--public-key", "-", "--json"],
      JSON.stringify(ed25519),
    )
    expect(JSON.parse(named.stdout)).toMatchObject({ name: "agents", kid: ed25519Thumbprint })
    expect(list().map(({ name, authentication, isDefault }) => [name, authentication, isDefault])).toEqual([
      ["agents", "key", true],
      ["plain", "secret", true],
      ["signing", "key", false],
    ])
  })

  it("takes no private key, and repeats nothing of it", () => {
    const { status, stdout, stderr } = add("careless", "--public-key", "private.jwk")
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" })
    expect(stderr).toContain("/d is not a known field")
    expect(stderr).not.toContain("jpsQ")
    expect(run(["key", "add", "plain", "--file", "-"], "not json").stderr).toContain("written as JSON")
  })

  it("gives a target its next key or secret, shows both, and ends one at once", () => {
    expect(run(["key", "add", "signing", "--file", "-", "--overlap-days", "2"], JSON.stringify(ed25519)).stdout).toBe(
      `${ed25519Thumbprint}\n`,
    )
    const text = run(["list"]).stdout
    expect(text).toMatch(new RegExp(`signing  whs  key  enabled  https://signing.example/install\\n  tcr_.*\\n  tcr_`))
    const [first] = list().find(({ name }) => name === "signing")?.credentials ?? []
    expect(first?.expiresAtMs).toBeGreaterThan(Date.now() + 86_400_000)
    const id = first?.credentialId ?? ""
    expect(run(["credential", "revoke", "signing", id]).stdout).toBe(`${id}\n`)
    expect(run(["list"]).stdout).not.toContain(id)
    expect(run(["secret", "add", "plain"]).stdout).toMatch(/^fpts_/)
    expect(run(["secret", "add", "plain"])).toMatchObject({ status: 1, stdout: "" })
  })

  it("shuts a target out and lets it in again", () => {
    expect(run(["disable", "plain"]).stdout).toBe("plain disabled\n")
    expect(list().find(({ name }) => name === "plain")?.disabledAtMs).not.toBeNull()
    expect(run(["enable", "plain"]).stdout).toBe("plain enabled\n")
    expect(run(["disable", "nobody"])).toMatchObject({ status: 1, stdout: "" })
  })
})
