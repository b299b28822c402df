import { startLogin } from "../support/device-login.ts"
import { Visitor } from "../support/visitor.ts"
import { browserOf, signInPath } from "../support/web-session.ts"
import { type AuditedRoute, route, type Scene } from "./audited-route.ts"

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
  "POST /sign-out": route(["web_session.ended"], async ({ registry, bob }) => {
    const browser = await browserOf(registry, bob)
    return () => browser.send("/sign-out", {})
  }),
}
