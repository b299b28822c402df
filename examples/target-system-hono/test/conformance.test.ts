import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type ConformanceAdapter, describeConformance } from "@fleetprompt/redeem-client/testing"
import { describe, expect, it, vi } from "vitest"
import { listAgents } from "../src/agents.ts"
import { createApp } from "../src/app.ts"
import { openWorkspace } from "../src/database.ts"
import { installRoutesOf } from "../src/install-routes.ts"
import { createSessions } from "../src/sessions.ts"

const issuer = "https://id.example.com"
const origin = "http://127.0.0.1:4800"

/** The example in this process, on a database of its own. */
const target: ConformanceAdapter = {
  name: "the example on Hono",
  people: {
    buyer: { iss: issuer, sub: "bob" },
    other: { iss: issuer, sub: "eve" },
    outsider: { iss: issuer, sub: "vera" },
  },
  start({ registry, credential, timeoutMs }) {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true)
    const folder = mkdtempSync(join(tmpdir(), "fleetprompt-example-"))
    const secret = "secret" in credential ? credential.secret : ""
    const config = { registry, secret, issuer, databasePath: join(folder, "workspace.db"), port: 4800 }
    const boot = () => {
      const workspace = openWorkspace(config.databasePath)
      const sessions = createSessions(workspace)
      const routes = installRoutesOf(config, workspace, sessions, { timeoutMs, maxRetries: 1 })
      return { workspace, routes, app: createApp(workspace, sessions, routes) }
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
        await running.routes.resume()
      },
      catchUp: () => running.routes.resume(),
      breakImports(broken) {
        const full = "CREATE TRIGGER full BEFORE INSERT ON agents BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END"
        running.workspace.exec(broken ? full : "DROP TRIGGER full")
      },
      requestInstall: async (browser, wanted) => (await browser.postForm(`${origin}/want`, wanted)).url,
      output: () => written.mock.calls.join("\n"),
      stop() {
        running.workspace.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
}

describe("T-KIT-2", () => {
  describeConformance({ describe, it, expect }, target)
})
