import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type ConformanceAdapter, describeConformance } from "@fleetprompt/redeem-client/testing"
import { describe, expect, it, vi } from "vitest"
import { createApp, installRoutesOf } from "../src/app.ts"
import { openLibrary } from "../src/database.ts"
import { listSpecs } from "../src/specs.ts"

const issuer = "https://id.example.com"

/** The example behind a port, on a database of its own. */
const target: ConformanceAdapter = {
  name: "the example on Fastify",
  people: {
    buyer: { iss: issuer, sub: "bob" },
    other: { iss: issuer, sub: "eve" },
    outsider: { iss: issuer, sub: "vera" },
  },
  assetKind: "spec_asset",
  refs: { specAssetId: "spec_1" },
  authentication: "key",
  async start({ registry, credential, timeoutMs }) {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true)
    const folder = mkdtempSync(join(tmpdir(), "fleetprompt-example-"))
    const boot = async () => {
      const library = openLibrary(join(folder, "library.db"))
      const routes = installRoutesOf({ registry, credential, timeoutMs, maxRetries: 1 }, issuer, library)
      const app = createApp(library, routes)
      await app.ready()
      return { library, routes, app }
    }
    let running = await boot()
    // The address outlives a restart.
    const server = createServer((request, response) => running.app.routing(request, response))
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return {
      landingUrl: `${origin}/fleetprompt/install`,
      async signIn(browser, { sub }) {
        await browser.postForm(`${origin}/sign-in`, { person: sub, next: "/" })
      },
      installs: () => listSpecs(running.library),
      async restart() {
        running.library.close()
        running = await boot()
        await running.routes.resume()
      },
      catchUp: () => running.routes.resume(),
      breakImports(broken) {
        const full = "CREATE TRIGGER full BEFORE INSERT ON specs BEGIN SELECT RAISE(ABORT, 'The disk is full.'); END"
        running.library.exec(broken ? full : "DROP TRIGGER full")
      },
      requestInstall: async (browser, wanted) => (await browser.postForm(`${origin}/want`, wanted)).url,
      output: () => written.mock.calls.join("\n"),
      async stop() {
        server.close()
        server.closeAllConnections()
        await running.app.close()
        running.library.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
}

describe("T-KIT-5", () => {
  describeConformance({ describe, it, expect }, target)
})
