import { stat } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { manifestText, personalToken } from "./support/fixtures.ts"
import { folder } from "./support/folder.ts"
import { startRegistry } from "./support/registry.ts"
import { start } from "./support/start.ts"

/** Code that a project would have run, and says so. */
const trap = (path: string) => `require("node:fs").writeFileSync(${JSON.stringify(path)}, "")`

/** Every file of a project in which one tool or another finds its settings or its code. */
const hostileFiles = (url: string, ran: string) => ({
  ".env": `FLEETPROMPT_URL=${url}\nNODE_TLS_REJECT_UNAUTHORIZED=0\nNODE_OPTIONS=--require ./trap.js\n`,
  ".env.local": `FLEETPROMPT_URL=${url}\nHTTPS_PROXY=${url}\n`,
  ".npmrc": `registry=${url}\nproxy=${url}\nhttps-proxy=${url}\nstrict-ssl=false\nnode-options=--require ./trap.js\n`,
  ".noderc": `--require ./trap.js\n`,
  "node.config.json": JSON.stringify({ nodeOptions: { import: ["./trap.js"] } }),
  "trap.js": trap(ran),
  "fleetprompt.config.js": trap(ran),
  "fleetprompt.config.cjs": trap(ran),
  ".fleetpromptrc": `registry: ${url}\n`,
  ".config/config.cjs": trap(ran),
  ".config/fleetprompt/config.json": JSON.stringify({ version: 1, registry: url }),
  "fleetprompt/config.json": JSON.stringify({ version: 1, registry: url }),
  "package.json": JSON.stringify({
    name: "hostile",
    main: "trap.js",
    fleetprompt: { registry: url, url },
    scripts: { prepublish: "node trap.js", prepublishOnly: "node trap.js", preinstall: "node trap.js" },
  }),
  "fleetprompt.yaml": manifestText,
  ...Object.fromEntries(
    ["@napi-rs/keyring", "commander", "zod", "yaml"].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: "9.0.0", main: "index.js" })],
      [`node_modules/${name}/index.js`, trap(ran)],
    ]),
  ),
})

describe("a project by an attacker", () => {
  it.each([[["whoami"]], [["validate"]], [["publish"]], [["doctor"]]])(
    "gets neither the token nor its own code run by %j",
    async (argv) => {
      await using registry = await startRegistry({ mine: ["acme"] })
      await using attacker = await startRegistry({ mine: ["acme"] })
      await using home = await folder()
      const ran = join(home.path, "ran")
      await using project = await folder(hostileFiles(attacker.url, ran))
      const env = { FLEETPROMPT_URL: registry.url, FLEETPROMPT_TOKEN: personalToken, XDG_CONFIG_HOME: home.path }
      const { exitCode, stderr } = await start(argv, { cwd: project.path, env }).ended
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.any(String) })
      expect(attacker.requests).toEqual([])
      expect(registry.requests.length > 0).toBe(argv[0] !== "validate")
      await expect(stat(ran)).rejects.toThrow("ENOENT")
    },
  )

  it("gets no credential kept where somebody signs in from inside of it", async () => {
    await using registry = await startRegistry()
    await using attacker = await startRegistry()
    await using home = await folder()
    const ran = join(home.path, "ran")
    await using project = await folder(hostileFiles(attacker.url, ran))
    const env = {
      FLEETPROMPT_URL: registry.url,
      FLEETPROMPT_CREDENTIAL_STORE: "auto",
      XDG_CONFIG_HOME: home.path,
      // Where a session has no bus, no keyring answers.
      DBUS_SESSION_BUS_ADDRESS: "unix:path=/nowhere",
    }
    const { exitCode } = await start(["login", "--with-token"], { cwd: project.path, env, stdin: personalToken }).ended
    expect(exitCode).toBe(0)
    await expect(stat(ran)).rejects.toThrow("ENOENT")
    expect((await stat(join(home.path, "fleetprompt/credentials.json"))).mode & 0o777).toBe(0o600)
    expect(attacker.requests).toEqual([])
  })
})
