import { randomUUID } from "node:crypto"
import { startLogin } from "../support/device-login.ts"
import { Visitor } from "../support/visitor.ts"
import { browserOf, signInPath } from "../support/web-session.ts"
import { type AuditedRoute, route, type Scene } from "./audited-route.ts"

async function installing({ registry, alice, bob, handle }: Scene) {
  await registry.target("whs")
  await alice.shelve(`${handle}/one`)
  const { body } = await bob.install({ listing: `${handle}/one` })
  return { browser: await browserOf(registry, bob), path: `/installs/${body.intent.installIntentId}` }
}

/** What the forms of pages write. */
export const auditedPages: Record<string, AuditedRoute> = {
  "POST /listings/:publisher/:name/report": {
    writes: ["report.filed"],
    async prepare({ registry, alice, handle }) {
      await alice.shelve(`${handle}/one`)
      return () => new Visitor(registry.app).send(`/listings/${handle}/one/report`, { reason: "spam", note: "" })
    },
  },
  "POST /sign-in/link": route(["web_session.created"], async ({ registry, bob }) => {
    const path = await signInPath(registry.context, await bob.userId())
    return () => new Visitor(registry.app).send(path, {})
  }),
  "POST /device": route(["device_login.approved"], async ({ registry, bob }) => {
    const { userCode } = await startLogin(registry)
    const browser = await browserOf(registry, bob)
    return () => browser.send("/device", { code: userCode, decision: "approved" })
  }),
  "POST /install": route(["install.token_issued"], async ({ registry, alice, bob, handle }) => {
    await alice.shelve(`${handle}/one`)
    await registry.target("whs")
    const browser = await browserOf(registry, bob)
    const wanted = { listing: `${handle}/one`, version: "1.0.0", target: "whs", key: randomUUID() }
    return () => browser.send("/install", wanted)
  }),
  "POST /installs/:installIntentId/token": route(["install.token_issued"], async (scene) => {
    const { browser, path } = await installing(scene)
    return () => browser.send(`${path}/token`, { key: randomUUID() })
  }),
  "POST /installs/:installIntentId/cancel": route(["install.canceled"], async (scene) => {
    const { browser, path } = await installing(scene)
    return () => browser.send(`${path}/cancel`, {})
  }),
  "POST /sign-out": route(["web_session.ended"], async ({ registry, bob }) => {
    const browser = await browserOf(registry, bob)
    return () => browser.send("/sign-out", {})
  }),
}
