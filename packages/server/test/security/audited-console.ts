import { randomUUID } from "node:crypto"
import { browserOf } from "../support/web-session.ts"
import { type AuditedRoute, route, type Scene } from "./audited-route.ts"

/** Alice's browser, at a listing of hers that is public. */
async function atListing({ registry, alice, handle }: Scene) {
  await alice.shelve(`${handle}/one`)
  return { browser: await browserOf(registry, alice), href: `/console/listings/${handle}/one`, slug: `${handle}/one` }
}

const words = { name: "New", summary: "Words.", rowVersion: "3", base: "0" }

/** What the forms of the console write. */
export const auditedConsole: Record<string, AuditedRoute> = {
  "POST /console/publishers": route(["publisher.claimed"], async ({ registry, alice, handle }) => {
    const browser = await browserOf(registry, alice)
    return () => browser.send("/console/publishers", { handle, displayName: "One", key: randomUUID() })
  }),
  "POST /console/new": route(["listing.created"], async ({ registry, alice, handle }) => {
    await alice.claim(handle)
    const browser = await browserOf(registry, alice)
    const wanted = { publisher: handle, slugName: "one", assetKind: "whs_agent", name: "One", summary: "Words." }
    return () => browser.send("/console/new", { ...wanted, key: randomUUID() })
  }),
  "POST /console/listings/:publisher/:name": route(["listing.updated"], async (scene) => {
    const { browser, href } = await atListing(scene)
    return () => browser.send(href, words)
  }),
  "POST /console/listings/:publisher/:name/preview": route([], async (scene) => {
    const { browser, href } = await atListing(scene)
    return () => browser.send(`${href}/preview`, { description: "# Hello" })
  }),
  "POST /console/listings/:publisher/:name/releases/preview": route([], async (scene) => {
    const { browser, href } = await atListing(scene)
    return () => browser.send(`${href}/releases/preview`, { version: "2.0.0", whsAgentId: "agt_1" })
  }),
  "POST /console/listings/:publisher/:name/releases": route(["release.published"], async (scene) => {
    const { browser, href } = await atListing(scene)
    const release = { version: "2.0.0", whsAgentId: "agt_1", key: randomUUID() }
    return () => browser.send(`${href}/releases`, release)
  }),
  "POST /console/listings/:publisher/:name/releases/:version/revoke": route(["release.revoked"], async (scene) => {
    const { browser, href, slug } = await atListing(scene)
    return () => browser.send(`${href}/releases/1.0.0/revoke`, { reason: "broken", confirm: `${slug}@1.0.0` })
  }),
}
