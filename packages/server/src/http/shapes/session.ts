import type * as wire from "@fleetprompt/sdk/contracts"
import type { UserPrincipal } from "../../domain/identity/user.ts"
import type { DeviceLogin } from "../../domain/sessions/device-login.ts"
import { type CliSession, sessionEndsAtMs } from "../../domain/sessions/session.ts"

/** A session as its owner sees it: no secret, and no hash of one. */
export const ownSession = (session: CliSession, asking: string | undefined): wire.CliSession => ({
  sessionId: session.sessionId,
  clientName: session.clientName,
  scopes: [...session.scopes],
  requestedFrom: session.requestedFrom,
  createdAtMs: session.createdAtMs,
  expiresAtMs: sessionEndsAtMs(session),
  revokedAtMs: session.revokedAtMs,
  lastUsedAtMs: session.lastUsedAtMs,
  current: session.sessionId === asking,
})

/** The session a caller asks with; undefined for other credentials. */
export const askingSession = ({ credential }: UserPrincipal): string | undefined =>
  credential.kind === "cli_session" ? credential.session.sessionId : undefined

/** A login as who decides about it sees it: no device code, no challenge. */
export const askedLogin = (login: DeviceLogin): wire.DeviceLogin => ({
  userCode: login.userCode,
  status: login.status,
  clientName: login.clientName,
  scopes: [...login.scopes],
  requestedFrom: login.requestedFrom,
  createdAtMs: login.createdAtMs,
  expiresAtMs: login.expiresAtMs,
})
