import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { define as defineVerify } from "../../src/commands/receipt/verify.ts"
import { makeListing, makeRelease, manifestText } from "../support/fixtures.ts"
import { folder } from "../support/folder.ts"
import { parse } from "../support/parse.ts"
import { discovery, receiptOf } from "../support/receipts.ts"
import { startRegistry } from "../support/registry.ts"
import { run } from "../support/run.ts"

const slug = "acme/support-triage"
const release = makeRelease(slug)
const digest = `sha256:${"1".repeat(64)}`
const keys = JSON.stringify(discovery())
/** A world without a registry, where every attempt to reach one fails the test. */
const offline = (cwd: string) => ({ cwd, token: undefined, env: { FLEETPROMPT_URL: "http://127.0.0.1:1" } })

describe("receipt: argv", () => {
  it.each([
    [["a.receipt"], { file: "a.receipt" }],
    [["a.receipt", "--keys", "k.json"], { file: "a.receipt", keys: "k.json" }],
    [["a.receipt", "--digest", digest, "--manifest"], { file: "a.receipt", digest, manifest: true }],
  ])("verify %j", async (argv, options) => {
    expect(await parse(defineVerify, argv)).toEqual(options)
  })

  it("verify refuses what is no digest", async () => {
    expect(await parse(defineVerify, ["a", "--digest", "sha256:1"])).toContain("64 hexadecimal digits")
  })
})

describe("T-RECEIPT-9 · receipts on the command line", () => {
  it("publish writes them to a file and prints them as JSON, the same again where nothing changed", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    const first = await run(["publish", "--receipt", "a.receipt", "--json"], { registry, cwd: here.path })
    const { receipt } = JSON.parse(first.stdout) as { receipt: string }
    expect(await readFile(join(here.path, "a.receipt"), "utf8")).toBe(`${receipt}\n`)
    const again = await run(["publish", "--on-exists", "skip", "--json"], { registry, cwd: here.path })
    expect(JSON.parse(again.stdout)).toMatchObject({ release: { action: "skipped" }, receipt })
    const dry = await run(["publish", "--dry-run", "--json", "--receipt", "dry"], { registry, cwd: here.path })
    expect(JSON.parse(dry.stdout)).toMatchObject({ receipt: null })
    await expect(readFile(join(here.path, "dry"))).rejects.toThrow("ENOENT")
  })

  it("publish says what was done where the file cannot be written: exit 2", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await folder({ "fleetprompt.yaml": manifestText })
    const ran = await run(["publish", "--receipt", "none/a"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(2)
    expect(ran.stderr).toContain("All was published, but none/a could not be written (ENOENT).")
  })

  it("get prints one, and verify takes it with the keys of the registry", async () => {
    await using registry = await startRegistry({ listings: [makeListing(slug)], releases: [release] })
    const got = await run(["receipt", "get", `${slug}@1.4.0`], { registry })
    expect(got.stdout).toBe(`${receiptOf(release)}\n`)
    await using here = await folder({ "a.receipt": got.stdout })
    const ran = await run(["receipt", "verify", "a.receipt"], { registry, cwd: here.path })
    expect(ran.exitCode).toBe(0)
    expect(ran.stdout).toContain(`${slug}@1.4.0`)
    expect(ran.stderr).toMatch(/Proven: .* Not proven: that it was not revoked since/s)
  })

  it("verify needs no network where the keys were kept", async () => {
    const reply = JSON.stringify({ jws: receiptOf(release) })
    await using here = await folder({ "a.receipt": `${receiptOf(release)}\n`, "reply.json": reply, "keys.json": keys })
    for (const file of ["a.receipt", "reply.json"]) {
      const argv = ["receipt", "verify", file, "--keys", "keys.json", "--digest", release.digest, "--json"]
      const ran = await run(argv, offline(here.path))
      expect(ran.exitCode).toBe(0)
      expect(JSON.parse(ran.stdout)).toMatchObject({ verified: true, data: [{ listing: { slug } }] })
    }
    const online = await run(["receipt", "verify", "a.receipt"], offline(here.path))
    expect(online.exitCode).toBe(7)
  })

  it("verify holds several to the manifest", async () => {
    await using registry = await startRegistry({ mine: ["acme"] })
    await using here = await folder({ "fleetprompt.yaml": manifestText, "keys.json": keys, other: receiptOf(release) })
    await run(["publish", "--receipt", "a.receipt"], { registry, cwd: here.path })
    const verify = (file: string) =>
      run(["receipt", "verify", file, "--keys", "keys.json", "--manifest"], offline(here.path))
    expect(await verify("a.receipt")).toMatchObject({ exitCode: 0 })
    const other = await verify("other")
    expect(other.exitCode).toBe(3)
    expect(other.stderr).toContain("It is about another digest than the one expected.")
  })

  const good = receiptOf(release)
  it.each([
    ["another digest", good, keys, ["--digest", digest], "about another digest"],
    ["a changed byte", `${good.slice(0, 200)}_${good.slice(201)}`, keys, [], "does not hold"],
    ["a line that is none", `${good}\nhello`, keys, [], "a.receipt, line 2"],
    ["another issuer", good, keys.replaceAll("registry.example", "other.example"), [], "by another registry"],
    ["a key that was retired before", good, JSON.stringify(discovery(1)), [], "after its key was retired"],
    ["keys that are none", good, "{}", [], "no discovery document"],
  ])("verify refuses %s: exit 3", async (_title, receipt, document, more, complaint) => {
    await using here = await folder({ "a.receipt": receipt, "keys.json": document })
    const ran = await run(["receipt", "verify", "a.receipt", "--keys", "keys.json", ...more], offline(here.path))
    expect(ran).toMatchObject({ exitCode: 3, stdout: "" })
    expect(ran.stderr).toContain(complaint)
  })

  it.each([
    ["a file that is not there", [], ["none", "--keys", "keys.json"]],
    ["an empty file", [], ["empty", "--keys", "keys.json"]],
    ["keys that are not JSON", [], ["a.receipt", "--keys", "a.receipt"]],
  ])("verify refuses %s: exit 2", async (_title, _none, argv) => {
    await using here = await folder({ "a.receipt": good, "keys.json": keys, empty: "\n" })
    expect(await run(["receipt", "verify", ...argv], offline(here.path))).toMatchObject({ exitCode: 2, stdout: "" })
  })
})
