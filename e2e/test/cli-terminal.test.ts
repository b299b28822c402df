import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { createServer } from "node:http"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Registry, startRegistry } from "../support/registry.ts"
import { keys, openTerminal } from "../support/terminal.ts"

describe("T-CLI-1 · A person at a terminal", () => {
  let folder: string
  let registry: Registry
  const env = () => ({ FLEETPROMPT_URL: registry.url, FLEETPROMPT_TOKEN: registry.token })
  const emptyFolder = async () => await mkdtemp(join(folder, "project-"))

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fleetprompt-terminal-"))
    registry = await startRegistry({ folder })
  })
  afterAll(async () => {
    await registry.process.kill("SIGTERM")
    await rm(folder, { recursive: true, force: true })
  })

  it("goes from an empty folder to a published release by answering questions", async () => {
    const cwd = await emptyFolder()
    const init = openTerminal(["init"], { cwd, env: env() })
    await init.shows(/Slug, as publisher\/name:/)
    init.type(`typed/by-hand${keys.enter}`)
    await init.shows(/What is it\?/)
    init.type(keys.enter)
    await init.shows(/Name people read: .*By Hand/)
    init.type(keys.enter)
    await init.shows(/Summary, in one line:/)
    init.type(`Does things by hand.${keys.enter}`)
    await init.shows(/Its id there/)
    init.type(`agt_1${keys.enter}`)
    expect(await init.exited).toBe(0)
    expect(await readFile(join(cwd, "fleetprompt.yaml"), "utf8")).toContain("slug: typed/by-hand")
    const publish = openTerminal(["publish"], { cwd, env: env() })
    await publish.shows(/The publisher typed does not exist yet\. Claim it\?/)
    publish.type(`y${keys.enter}`)
    expect(await publish.exited).toBe(0)
    expect(publish.screen()).toMatch(/status +published +was draft/)
  })

  it("wants out of a question: exit 130, nothing written, no stack, and the cursor is back", async () => {
    const cwd = await emptyFolder()
    const init = openTerminal(["init"], { cwd, env: env() })
    await init.shows(/Slug, as publisher\/name:/)
    init.type(keys.interrupt)
    expect(await init.exited).toBe(130)
    expect(init.screen()).toContain("Nothing was written.")
    expect(init.screen()).not.toMatch(/ {4}at |force closed/)
    expect(init.raw().lastIndexOf("\u001b[?25h")).toBeGreaterThanOrEqual(init.raw().lastIndexOf("\u001b[?25l"))
    // The folder is the person's home as well, where Node keeps what it compiled.
    expect((await readdir(cwd)).filter((name) => name !== ".cache")).toEqual([])
  })

  it("sees that something is waited for, and may stop waiting: exit 130, and the cursor is back", async () => {
    const silent = createServer()
    silent.listen(0, "127.0.0.1")
    await once(silent, "listening")
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const search = openTerminal(["search", "x"], { cwd: folder, env: { FLEETPROMPT_URL: url } })
    await search.shows(/Searching/)
    search.type(keys.interrupt)
    expect(await search.exited).toBe(130)
    expect(search.screen()).toContain("error: Interrupted.")
    expect(search.raw().lastIndexOf("\u001b[?25h")).toBeGreaterThan(search.raw().lastIndexOf("\u001b[?25l"))
    silent.closeAllConnections()
    silent.close()
  })

  it("is asked nothing and sees no spinner where CI attaches the terminal", async () => {
    const cwd = await emptyFolder()
    const init = openTerminal(["init"], { cwd, env: { ...env(), CI: "true" } })
    expect(await init.exited).toBe(2)
    expect(init.screen()).toContain("these flags are missing")
  })
})
