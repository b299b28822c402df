import {
  deviceLogin,
  type IssuedCliSession,
  issuedCliSession,
  pollDeviceLoginRequest,
  type StartedDeviceLogin,
  startDeviceLoginRequest,
  startedDeviceLogin,
  userCode,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { decideDeviceLogin, readDeviceLogin } from "../../domain/sessions/decide-login.ts"
import { pollDeviceLogin } from "../../domain/sessions/poll-login.ts"
import { startDeviceLogin } from "../../domain/sessions/start-login.ts"
import { anyone, user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { askedLogin, ownSession } from "../shapes/session.ts"

const loginPath = "/v1/auth/device/:userCode"
const params = z.object({ userCode })
/** A code that leads nowhere is a guess. */
const failureLimit = { action: "device-code-failure", status: 404 } as const

/** How a program without a browser gets a session of the person at it (RFC 8628). */
export const deviceLoginRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/auth/device",
    name: "deviceLogins.start",
    summary: "Ask for a session of whoever approves it",
    replies: { 200: startedDeviceLogin },
    access: anyone,
    limit: "device-login",
    body: startDeviceLoginRequest,
    async handle({ clientNetwork, body }) {
      const { login, deviceCode } = await startDeviceLogin(context, { ...body, requestedFrom: clientNetwork })
      const verificationUri = `${context.settings.publicUrl}/device`
      const reply: StartedDeviceLogin = {
        deviceCode,
        userCode: login.userCode,
        verificationUri,
        verificationUriComplete: `${verificationUri}?code=${login.userCode}`,
        intervalMs: login.intervalMs,
        expiresAtMs: login.expiresAtMs,
      }
      return ok(reply)
    },
  }),
  route({
    method: "POST",
    path: "/v1/auth/device/token",
    name: "deviceLogins.poll",
    summary: "Ask whether a login is approved, and get its session",
    replies: { 200: issuedCliSession },
    access: anyone,
    limit: "read",
    body: pollDeviceLoginRequest,
    async handle({ requestId, body }) {
      const { session, secret } = await pollDeviceLogin(context, { ...body, requestId })
      const reply: IssuedCliSession = { session: ownSession(session, undefined), secret }
      return ok(reply)
    },
  }),
  route({
    method: "GET",
    path: loginPath,
    name: "deviceLogins.get",
    summary: "Read what a program asks for",
    replies: { 200: deviceLogin },
    access: user(null),
    failureLimit,
    params,
    handle: async ({ caller, params: { userCode: code } }) =>
      ok(askedLogin(await readDeviceLogin(context, caller, code))),
  }),
  ...(["approve", "deny"] as const).map((step) =>
    route({
      method: "POST",
      path: `${loginPath}/${step}`,
      name: `deviceLogins.${step}`,
      summary: step === "approve" ? "Give a program a session of yours" : "Turn a program away",
      replies: { 200: deviceLogin },
      access: user(null),
      failureLimit,
      params,
      async handle({ caller, requestId, params: { userCode: code } }) {
        const status = step === "approve" ? "approved" : "denied"
        return ok(askedLogin(await decideDeviceLogin(context, { caller, requestId, userCode: code, status })))
      },
    }),
  ),
]
