import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type CliRun, cliIn } from "../support/cli.ts"
import { engines } from "../support/engines.ts"
import { freePort } from "../support/free-port.ts"
import { openWorld, type Person, type World } from "../support/world.ts"

const example = fileURLToPath(new URL("../../examples/manifests/whs-agent", import.meta.url))

/** What every failure owes its reader: nothing on stdout, no stack, and words that say what and what next. */
function expectFailure(run: CliRun, code: number, words: RegExp): void {
  expect({ code: run.code, stdout: run.stdout }, run.stderr).toEqual({ code, stdout: "" })
  expect(run.stderr).toMatch(words)
  expect(run.stderr).not.toMatch(/\n\s+at |node:internal|\.ts:\d+|undefined|\[object/)
}

describe.each(engines)("What a publisher gets wrong, on $name", (engine) => {
  let world: World
  let alice: Person
  beforeAll(async () => {
    world = await openWorld(engine)
    alice = await world.person("alice")
    await cliIn(world.folder, world.registry, alice.token)("publisher", "claim", "acme")
  })
  afterAll(() => world.end())

  /** A copy of the example with its manifest changed. */
  const projectWith = async (change: (manifest: string) => string): Promise<string> => {
    const folder = await mkdtemp(join(world.folder, "project-"))
    await cp(example, folder, { recursive: true })
    const path = join(folder, "fleetprompt.yaml")
    await writeFile(path, change(await readFile(path, "utf8")))
    return folder
  }
  const publishIn = async (folder: string, token: string | undefined = alice.token, registry = world.registry) =>
    await cliIn(folder, registry, token)("publish")
  const listings = async () => {
    const run = await cliIn(world.folder, world.registry, alice.token)("listing", "list", "--json")
    return JSON.parse(run.stdout).data
  }

  it.each([
    [
      "an unknown key, with what was probably meant",
      (yaml: string) => yaml.replace("  summary:", "  sumary:"),
      /fleetprompt\.yaml:\d+:\d+.*sumary.*summary/s,
    ],
    ["an unknown kind", (yaml: string) => yaml.replace("whs_agent", "robot"), /fleetprompt\.yaml:6:\d+.*assetKind/s],
    [
      "the reference of another kind",
      (yaml: string) => yaml.replace("whsAgentId", "agentromaticWorkflowId"),
      /agentromaticWorkflowId.*whs_agent/s,
    ],
    ["a file that is not there", (yaml: string) => yaml.replace("README.md", "NOT-HERE.md"), /NOT-HERE\.md/],
    [
      "a file outside the folder",
      (yaml: string) => yaml.replace("README.md", "../../etc/passwd"),
      /leads out of the manifest/,
    ],
    ["text that is no YAML", () => "listing: [", /fleetprompt\.yaml:\d+:\d+/],
  ])("names %s, exits 3 and leaves the registry as it was", async (_what, change, words) => {
    expectFailure(await publishIn(await projectWith(change)), 3, words)
    expect(await listings()).toEqual([])
  })

  it("says that a folder without a manifest has none and how to make one, and exits 2 or 3", async () => {
    const run = await publishIn(await mkdtemp(join(world.folder, "empty-")))
    expect([2, 3]).toContain(run.code)
    expectFailure(run, Number(run.code), /fleetprompt init/)
  })

  it("asks for a token where there is none, and exits 4", async () => {
    const folder = await projectWith((yaml) => yaml)
    const run = await cliIn(folder, world.registry)("publish")
    expectFailure(run, 4, /FLEETPROMPT_TOKEN/)
    expectFailure(await publishIn(folder, "not-a-token"), 4, /token/)
    expect(await listings()).toEqual([])
  })

  it("says that a server is down, that nothing was changed or might have been, and exits 7", async () => {
    const nowhere = { ...world.registry, url: `http://127.0.0.1:${await freePort()}` }
    const run = await publishIn(await projectWith((yaml) => yaml), alice.token, nowhere)
    expectFailure(run, 7, /could not be reached|refused|connect/i)
  })

  it("answers a publisher that is not theirs like one that does not exist, and exits 5", async () => {
    const mallory = await world.person("mallory")
    const folder = await projectWith((yaml) => yaml)
    expectFailure(await publishIn(folder, mallory.token), 5, /publisher/)
    expect(await listings()).toEqual([])
  })

  it("refuses other content under a published version, names the fields and exits 6", async () => {
    expect(await publishIn(await projectWith((yaml) => yaml))).toMatchObject({ code: 0 })
    const changed = await projectWith((yaml) => yaml.replace("agt_support_triage", "agt_other"))
    expectFailure(await publishIn(changed), 6, /refs/)
    const shown = await cliIn(world.folder, world.registry)("show", "acme/support-triage@1.4.0", "--json")
    expect(shown.stdout).toContain("agt_support_triage")
    await rm(changed, { recursive: true })
  })
})
