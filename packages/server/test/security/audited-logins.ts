import { approveFor, openSession, poll, signedIn, startLogin } from "../support/device-login.ts"
import { type AuditedRoute, route } from "./audited-route.ts"

/** Device logins and the sessions they end in. */
export const auditedLogins: Record<string, AuditedRoute> = {
  // A program only asks. Nothing of anybody's changes before somebody approves, and that is written.
  "POST /v1/auth/device": route([], async ({ registry }) => {
    const body = { codeChallenge: "A".repeat(43), scopes: ["listing:read"], clientName: "a program" }
    return () => registry.anonymous.request("POST", "/v1/auth/device", body)
  }),
  "POST /v1/auth/device/:userCode/approve": route(["device_login.approved"], async ({ registry, bobsName }) => {
    const { userCode } = await startLogin(registry)
    return () => signedIn(registry, bobsName).request("POST", `/v1/auth/device/${userCode}/approve`)
  }),
  "POST /v1/auth/device/:userCode/deny": route(["device_login.denied"], async ({ registry, bobsName }) => {
    const { userCode } = await startLogin(registry)
    return () => signedIn(registry, bobsName).request("POST", `/v1/auth/device/${userCode}/deny`)
  }),
  "POST /v1/auth/device/token": route(["session.created"], async ({ registry, bob }) => {
    const { userCode, deviceCode } = await startLogin(registry)
    await approveFor(registry, userCode, bob)
    return () => poll(registry, deviceCode)
  }),
  "DELETE /v1/auth/sessions/:sessionId": route(["session.revoked"], async ({ registry, bob }) => {
    const { session } = await openSession(registry, bob)
    return () => bob.request("DELETE", `/v1/auth/sessions/${session.sessionId}`)
  }),
  "DELETE /v1/auth/session": route(["session.revoked"], async ({ registry, bob }) => {
    const { caller } = await openSession(registry, bob)
    return () => caller.request("DELETE", "/v1/auth/session")
  }),
}
