import { createRedeemer, memoryStore } from "@fleetprompt/redeem-client"
import { createInstallRoutes } from "@fleetprompt/redeem-client/handlers"
import { type ConformanceAdapter, describeConformance, type InstalledThing } from "@fleetprompt/redeem-client/testing"
import { describe, expect, it } from "vitest"

const issuer = "https://id.example.com"

/** A target made of the routes of this package, with the smallest rules there can be. */
const target: ConformanceAdapter = {
  name: "createInstallRoutes",
  people: {
    buyer: { iss: issuer, sub: "bob" },
    other: { iss: issuer, sub: "eve" },
    outsider: { iss: issuer, sub: "vera" },
  },
  start({ registry, credential, timeoutMs }) {
    const store = memoryStore()
    const installs = new Map<string, InstalledThing>()
    const log: string[] = []
    let isBroken = false
    const boot = () =>
      createInstallRoutes(createRedeemer({ registry, credential, store, timeoutMs, maxRetries: 1 }), {
        store,
        subject(request) {
          const sub = request.headers.get("x-signed-in")
          return sub === null ? null : { iss: issuer, sub }
        },
        authorize: (_, { sub }) => sub !== "vera",
        install({ redemptionId, listing, release }) {
          if (isBroken) throw new Error("The disk is full.")
          installs.set(redemptionId, { slug: listing.slug, version: release.version })
          return { outcome: "completed" }
        },
        onError: (error) => log.push(String(error)),
      })
    let routes = boot()
    return {
      landingUrl: "https://whs.example/fleetprompt/install",
      async fetch(request) {
        if (new URL(request.url).pathname === "/want") return await routes.start(await request.json())
        return (await routes.handle(request)) ?? new Response("Nothing here.", { status: 404 })
      },
      signIn: (browser, { sub }) => browser.setHeader("x-signed-in", sub),
      installs: () => [...installs.values()],
      restart() {
        routes = boot()
      },
      catchUp: () => routes.resume(),
      breakImports(broken) {
        isBroken = broken
      },
      async requestInstall(browser, wanted) {
        return (await browser.postJson("https://whs.example/want", wanted)).url
      },
      output: () => log.join("\n"),
    }
  },
}

describeConformance({ describe, it, expect }, target)
