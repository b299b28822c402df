import { type ConformanceAdapter, describeConformance } from "@fleetprompt/redeem-client/testing"
import { describe, expect, it } from "vitest"
import { startYourSystem } from "./your-system.ts"

const issuer = "https://id.example.com"

const yourSystem: ConformanceAdapter = {
  name: "your system",
  people: {
    buyer: { iss: issuer, sub: "bob" }, // may install, by your own rules
    other: { iss: issuer, sub: "eve" }, // somebody else who may
    outsider: { iss: issuer, sub: "vera" }, // may not; null where everybody may
  },
  async start({ registry, credential, timeoutMs }) {
    const system = await startYourSystem({ registry, credential, timeoutMs })
    return {
      landingUrl: `${system.url}/fleetprompt/install`,
      signIn: (browser, { sub }) => browser.setCookie("session", system.sessionOf(sub)),
      installs: () => system.installed(), // [{ slug, version }]
      // The rest are hooks: without one, the case that needs it is skipped and says so.
      restart: () => system.crashAndRestart(),
      catchUp: () => system.resume(),
      breakImports: (broken) => system.breakImports(broken),
      requestInstall: async (browser, wanted) => (await browser.postJson(`${system.url}/want`, wanted)).url,
      output: () => system.log(),
      stop: () => system.stop(),
    }
  },
}

describeConformance({ describe, it, expect }, yourSystem)
