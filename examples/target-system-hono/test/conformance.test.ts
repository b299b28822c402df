import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type ConformanceAdapter, renderText, runConformance } from "@fleetprompt/redeem-client/testing"
import { expect, it, vi } from "vitest"
import { createApp } from "../src/app.ts"
import { openWorkspace } from "../src/database.ts"
import { createHandoff } from "../src/handoff.ts"
import { listAgents } from "../src/installs.ts"

const issuer = "https://id.example.com"
const origin = "http://127.0.0.1:4800"

/** The example in this process, on a database of its own. `log` is what it has written. */
const example = (log: () => string): ConformanceAdapter => ({
  name: "the example on Hono",
  people: {
    buyer: { iss: issuer, sub: "bob" },
    other: { iss: issuer, sub: "eve" },
    outsider: { iss: issuer, sub: "vera" },
  },
  start({ registry, credential, timeoutMs }) {
    const folder = mkdtempSync(join(tmpdir(), "fleetprompt-example-"))
    const secret = "secret" in credential ? credential.secret : ""
    const config = { registry, secret, issuer, databasePath: join(folder, "workspace.db"), port: 4800 }
    const boot = () => {
      const workspace = openWorkspace(config.databasePath)
      const handoff = createHandoff(config, workspace, { timeoutMs, maxRetries: 1 })
      return { workspace, handoff, app: createApp(config, workspace, handoff) }
    }
    let running = boot()
    return {
      landingUrl: `${origin}/fleetprompt/install`,
      fetch: (request) => running.app.fetch(request),
      async signIn(browser, { sub }) {
        await browser.postForm(`${origin}/sign-in`, { member: sub, next: "/" })
      },
      installs: () => listAgents(running.workspace),
      async restart() {
        running.workspace.close()
        running = boot()
        await running.handoff.reportAll()
      },
      breakImports(broken) {
        const full = "CREATE TRIGGER full BEFORE INSERT ON agents BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END"
        running.workspace.exec(broken ? full : "DROP TRIGGER full")
      },
      output: log,
      stop() {
        running.workspace.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
})

it("T-KIT-2 · the example conforms to the install handoff, save for what it does not offer", async () => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true)
  const report = await runConformance(example(() => written.mock.calls.join("\n")))
  expect(report.failed, renderText(report)).toBe(0)
  const skipped = report.cases.filter(({ verdict }) => verdict === "skipped")
  expect(skipped.map(({ id }) => id)).toEqual(["requested-install"])
}, 60_000)
