import { execFileSync } from "node:child_process"
import { once } from "node:events"
import { readdir } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Command, type Option } from "commander"
import { describe, expect, it } from "vitest"
import type { Context } from "../src/context.ts"
import { verbs } from "../src/verbs.ts"
import { installToken, personalToken, targetSecret } from "./support/fixtures.ts"
import { folder } from "./support/folder.ts"
import { run } from "./support/run.ts"
import { start } from "./support/start.ts"

/** What commands take after their own names: history, process lists and logs of CIs show it to others. */
async function optionsOf(name: string): Promise<readonly Option[]> {
  const command = new Command(name)
  const verb = await verbs[name]?.()
  verb?.define(command, {} as Context)
  return command.options
}

describe("a credential on the command line", () => {
  it("is asked for by no option of any command", async () => {
    const options = (await Promise.all(Object.keys(verbs).map(optionsOf))).flat()
    const named = options.filter(({ long }) => /token|secret|password|credential|key/.test(long ?? ""))
    const takingValues = named.filter(({ required, optional }) => required || optional).map(({ long }) => long)
    // Times and files; none is the credential itself.
    expect(new Set(takingValues)).toEqual(new Set(["--token-ttl-max", "--public-key", "--key", "--keys"]))
  })

  it.each([
    ["login PERSONAL"],
    ["login --with-token=PERSONAL"],
    ["PERSONAL"],
    ["show PERSONAL"],
    ["intent get INSTALL"],
    ["search --kind PERSONAL"],
    ["redeem run --token-stdin INSTALL --secret-stdin=SECRET"],
    ["redeem peek INSTALL --token-stdin --secret-stdin"],
    ["config set target SECRET"],
    ["publish --registry https://PERSONAL@registry.example"],
  ])("is repeated by no refusal, in words or as JSON: %s", async (line) => {
    await using home = await folder()
    const held = line
      .replace("PERSONAL", personalToken)
      .replace("INSTALL", installToken)
      .replace("SECRET", targetSecret)
    for (const json of [[], ["--json"]]) {
      const ran = await run([...held.split(" "), ...json], { token: undefined, home: home.path })
      expect(ran).toMatchObject({ exitCode: 2, stdout: "" })
      for (const credential of [personalToken, installToken, targetSecret]) expect(ran.stderr).not.toContain(credential)
    }
  })
})

describe("the token of a running command", () => {
  it("is in no process list", async () => {
    const server = createServer().listen(0, "127.0.0.1")
    await once(server, "listening")
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await using home = await folder()
    const env = { FLEETPROMPT_URL: url, XDG_CONFIG_HOME: home.path }
    const whoami = start(["whoami"], { env: { ...env, FLEETPROMPT_TOKEN: personalToken } })
    await once(server, "request")
    const login = start(["login", "--with-token"], { env, stdin: personalToken })
    await once(server, "request")
    const list = execFileSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8" })
    for (const { child, ended } of [whoami, login]) {
      child.kill("SIGINT")
      await ended
      expect(list).toContain(String(child.pid))
    }
    server.closeAllConnections()
    server.close()
    expect(list).toContain("login --with-token")
    expect(list).not.toContain(personalToken)
  })

  it.each([[[]], [["--debug"]], [["--json"]]])("is in no crash report, with %j", async (flags) => {
    await using reports = await folder()
    // Fails where the token is at hand, with a message that holds it.
    const crash = `import http from "node:http"; import { syncBuiltinESMExports } from "node:module"
      http.request = (_, { headers }) => { throw new TypeError("crash with " + JSON.stringify(headers)) }
      syncBuiltinESMExports()`
    const { ended } = start(["whoami", ...flags], {
      // Node writes the environment into its reports.
      node: [
        "--report-uncaught-exception",
        `--report-directory=${reports.path}`,
        "--import",
        `data:text/javascript,${encodeURIComponent(crash)}`,
      ],
      env: { FLEETPROMPT_URL: "http://127.0.0.1:9", FLEETPROMPT_TOKEN: personalToken },
    })
    const ran = await ended
    expect(ran).toMatchObject({ exitCode: 7, stdout: "" })
    expect(ran.stderr.includes("crash with")).toBe(flags.includes("--debug"))
    expect(ran.stderr).not.toContain(personalToken)
    expect(await readdir(reports.path)).toEqual([])
  })
})
