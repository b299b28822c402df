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
}
