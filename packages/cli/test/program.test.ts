import { describe, expect, it } from "vitest"
import manifest from "../package.json" with { type: "json" }
import { exitCodes } from "../src/exit-codes.ts"
import { run } from "./support/run.ts"

describe("the command line", () => {
  it.each([["--version"], ["-v"]])("answers %s with the version alone", async (flag) => {
    expect(await run([flag])).toEqual({ exitCode: 0, stdout: `${manifest.version}\n`, stderr: "" })
  })

  it.each([
    [["--help"], "Usage: fleetprompt [options] [command]"],
    [["help"], "Usage: fleetprompt [options] [command]"],
    [["publish", "--help"], "--dry-run"],
    [["help", "publish"], "--dry-run"],
    [["help", "listing"], "fleetprompt listing"],
    [["help", "listing", "create"], "--summary <text>"],
    [["listing", "--help"], "create, read, change and publish listings"],
    [["help", "manifest"], "manifestVersion: 1"],
    [["help", "environment"], "FLEETPROMPT_TOKEN"],
    [["help", "json"], "problem+json"],
  ])("explains %j on stdout", async (argv, text) => {
    const ran = await run(argv)
    expect(ran).toMatchObject({ exitCode: 0, stderr: "" })
    expect(ran.stdout).toContain(text)
  })

  it("lists every command in its help", async () => {
    const { stdout } = await run(["--help"])
    for (const command of [
      "init",
      "validate",
      "publish",
      "search",
      "show",
      "install",
      "listing",
      "release",
      "whoami",
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"))
    }
  })

  it("explains every exit code", async () => {
    const { stdout } = await run(["help", "exit-codes"])
    for (const code of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^ +${code} {2}[A-Z].*\\.$`, "m"))
  })

  it.each([
    [["pubish"], "Unknown command 'pubish'.", "Did you mean publish?"],
    [["listing", "gett", "acme/x"], "Unknown command 'gett'.", "Did you mean get?"],
    [["search", "--kid", "whs_agent"], "Unknown option '--kid'.", "Did you mean --kind?"],
    [["search", "--jsn"], "Unknown option '--jsn'.", "Did you mean --json?"],
    [["search", "--limit"], "Option '--limit <count>' argument missing.", "Run `fleetprompt search --help`"],
    [["show"], "Missing required argument 'listing'.", "Run `fleetprompt show --help`"],
    [
      ["show", "acme/aa", "acme/bb"],
      "Too many arguments for 'show'. Expected 1 argument but got 2",
      "Run `fleetprompt show",
    ],
    [["search", "--timeout", "soon"], "It must be a number of seconds", "Run `fleetprompt --help`"],
    [["help", "exit-code"], "There is no help on that.", "Did you mean `fleetprompt help exit-codes`?"],
  ])("refuses %j and says what to do: exit 2", async (argv, complaint, remedy) => {
    const ran = await run(argv)
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toContain(complaint)
    expect(ran.stderr).toContain(remedy)
    const json = await run([...argv, "--json"])
    expect(json).toMatchObject({ exitCode: 2, stdout: "" })
  })

  it.each([[["--json", "pubish"]], [["search", "--kid", "x", "--json"]], [["--json"]], [["listing", "--json"]]])(
    "tells a script about %j in one line of JSON: exit 2",
    async (argv) => {
      const ran = await run(argv)
      expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
      expect(JSON.parse(ran.stderr)).toMatchObject({ code: "USAGE", exitCode: 2 })
    },
  )

  it.each([[[]], [["listing"]]])("prints help on stderr for %j, which names no command: exit 2", async (argv) => {
    const ran = await run(argv)
    expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
    expect(ran.stderr).toMatch(/^Usage: fleetprompt/)
  })

  it("takes global options before and after the command", async () => {
    for (const argv of [
      ["--json", "validate"],
      ["validate", "--json"],
    ]) {
      expect(JSON.parse((await run(argv)).stderr)).toMatchObject({ code: "MANIFEST_NOT_FOUND" })
    }
  })

  it("stops at the interrupt key, whatever is under way: exit 130", async () => {
    const ran = await run(["search"], {
      interrupted: AbortSignal.abort(),
      env: { FLEETPROMPT_URL: "http://127.0.0.1:9" },
    })
    expect(ran).toMatchObject({ exitCode: 130, stdout: "" })
    expect(ran.stderr).toMatch(/^error: Interrupted\./)
  })
})
