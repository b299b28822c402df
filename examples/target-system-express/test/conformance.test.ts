import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type ConformanceAdapter, describeConformance } from "@fleetprompt/redeem-client/testing"
import { describe, expect, it, vi } from "vitest"
import { createApp, installRoutesOf } from "../src/app.ts"
import { openDatabase } from "../src/database.ts"
import { listFlows } from "../src/flows.ts"

const issuer = "https://id.example.com"

/** The example behind a port, on a database of its own. */
const target: ConformanceAdapter = {
  name: "the example on Express",
  people: {
    buyer: { iss: issuer, sub: "bob" },
    other: { iss: issuer, sub: "eve" },
    outsider: { iss: issuer, sub: "vera" },
  },
  assetKind: "agentromatic_workflow",
  refs: { agentromaticWorkflowId: "wf_1" },
  async start({ registry, credential, timeoutMs }) {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true)
    const folder = mkdtempSync(join(tmpdir(), "fleetprompt-example-"))
    const config = { registry, secret: "secret" in credential ? credential.secret : "", issuer }
    const boot = () => {
      const database = openDatabase(join(folder, "flows.db"))
      const routes = installRoutesOf(config, database, { timeoutMs, maxRetries: 1 })
      return { database, routes, app: createApp(database, routes) }
    }
    let running = boot()
    // The address outlives a restart.
    const server = createServer((request, response) => void running.app(request, response)).listen(0, "127.0.0.1")
    await once(server, "listening")
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return {
      landingUrl: `${origin}/fleetprompt/install`,
      async signIn(browser, { sub }) {
        await browser.postForm(`${origin}/sign-in`, { person: sub, next: "/" })
      },
      installs: () => listFlows(running.database),
      async restart() {
        running.database.close()
        running = boot()
        await running.routes.resume()
      },
      catchUp: () => running.routes.resume(),
      breakImports(broken) {
        const full = "CREATE TRIGGER full BEFORE INSERT ON flows BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END"
        running.database.exec(broken ? full : "DROP TRIGGER full")
      },
      requestInstall: async (browser, wanted) => (await browser.postForm(`${origin}/want`, wanted)).url,
      output: () => written.mock.calls.join("\n"),
      stop() {
        server.close()
        server.closeAllConnections()
        running.database.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
}

describe("T-KIT-4", () => {
  describeConformance({ describe, it, expect }, target)
})
