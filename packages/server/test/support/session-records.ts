import type { User } from "../../src/domain/identity/user.ts"
import type { DeviceLogin } from "../../src/domain/sessions/device-login.ts"
import type { CliSession } from "../../src/domain/sessions/session.ts"
import type { SignInLink, WebSession } from "../../src/domain/web-sessions/session.ts"
import { newId } from "../../src/ids.ts"
import { hashOf } from "./records.ts"

/** Sessions and what begins them, as the domain would hand them to storage: see `records.ts`. */

export const aSession = (user: User, given: Partial<CliSession> = {}): CliSession => ({
  sessionId: newId("cliSession"),
  userId: user.userId,
  clientName: "a laptop",
  scopes: ["listing:read", "intent:create"],
  requestedFrom: "192.0.2.1",
  secretHash: hashOf(newId("request")),
  createdAtMs: 2_000,
  lastUsedAtMs: null,
  revokedAtMs: null,
  ...given,
})

/** One that waits for a decision. */
export const aDeviceLogin = (given: Partial<DeviceLogin> = {}): DeviceLogin => ({
  loginId: newId("deviceLogin"),
  deviceCodeHash: hashOf(newId("request")),
  userCode: newId("request"),
  codeChallenge: "A".repeat(43),
  clientName: "a laptop",
  scopes: ["listing:read"],
  requestedFrom: "192.0.2.1",
  status: "pending",
  userId: null,
  sessionId: null,
  intervalMs: 5_000,
  polledAtMs: null,
  createdAtMs: 2_000,
  expiresAtMs: 9_000_000_000_000,
  ...given,
})

export const aWebSession = (user: User, given: Partial<WebSession> = {}): WebSession => ({
  sessionId: newId("webSession"),
  userId: user.userId,
  secretHash: hashOf(newId("request")),
  createdAtMs: 2_000,
  lastUsedAtMs: 2_000,
  ...given,
})

export const aSignInLink = (user: User, given: Partial<SignInLink> = {}): SignInLink => ({
  linkId: newId("signInLink"),
  userId: user.userId,
  secretHash: hashOf(newId("request")),
  createdAtMs: 2_000,
  expiresAtMs: 9_000_000_000_000,
  ...given,
})
