import { credentialKind, limits } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { DeviceLogin } from "./device-login.ts"
import type { CliSession } from "./session.ts"

export interface PollDeviceLogin {
  readonly deviceCode: string
  readonly codeVerifier: string
  readonly requestId: string
}

/** How much earlier than agreed a poll may come, for the network does not keep time. */
const leewayMs = 1_000

/**
 * Gives a program the session it was approved for. The secret is made anew for every reply and stored in none, so a poll
 * whose reply was lost can be repeated; two at once come to one session.
 * @throws Refusal DEVICE_CODE_INVALID, DEVICE_CODE_EXPIRED, ACCESS_DENIED, AUTHORIZATION_PENDING, SLOW_DOWN.
 */
export async function pollDeviceLogin(
  context: AppContext,
  command: PollDeviceLogin,
): Promise<{ session: CliSession; secret: string }> {
  const invalid = new Refusal("DEVICE_CODE_INVALID", "There is no login of this device code and verifier.")
  if (credentialKind(command.deviceCode) !== "deviceCode") throw invalid
  const deviceCodeHash = context.secrets.hash(command.deviceCode)
  const outcome = await context.store.transaction(async (tx): Promise<CliSession | Refusal> => {
    const login = await tx.deviceLogins.lockByCode(deviceCodeHash)
    // Who lacks the verifier learns nothing, and moves nothing.
    if (login === undefined || !isStarter(context, login, command.codeVerifier)) return invalid
    return await answer(context, tx, login, command)
  })
  // That a poll came is written in the same transaction, which therefore has to commit.
  if (outcome instanceof Refusal) throw outcome
  return { session: outcome, secret: secretOf(context, outcome.sessionId, command) }
}

async function answer(
  context: AppContext,
  tx: Transaction,
  login: DeviceLogin,
  command: PollDeviceLogin,
): Promise<CliSession | Refusal> {
  const nowMs = context.nowMs()
  if (login.expiresAtMs <= nowMs) return new Refusal("DEVICE_CODE_EXPIRED", "Nobody approved this login in time.")
  if (login.status === "denied") return new Refusal("ACCESS_DENIED", "The login was denied.")
  if (login.status === "pending") return await pend(tx, login, nowMs)
  const given = login.sessionId === null ? undefined : await tx.sessions.find(login.sessionId)
  if (given !== undefined) return given
  const user = await tx.users.find(login.userId ?? "")
  if (user === undefined || user.lockedAtMs !== null) return new Refusal("ACCESS_DENIED", "The login was denied.")
  const sessionId = context.newId("cliSession")
  const { userId } = user
  const { clientName, scopes, requestedFrom } = login
  const secretHash = context.secrets.hash(secretOf(context, sessionId, command))
  const unused = { createdAtMs: nowMs, lastUsedAtMs: null, revokedAtMs: null }
  const session: CliSession = { sessionId, userId, clientName, scopes, requestedFrom, secretHash, ...unused }
  await tx.sessions.insert(session)
  await tx.deviceLogins.giveSession(login.loginId, sessionId)
  await tx.audit.append({
    action: "session.created",
    actor: { kind: "user", id: userId, requestId: command.requestId },
    subjectId: sessionId,
    atMs: nowMs,
    details: { loginId: login.loginId, scopes: scopes.join(" ") },
  })
  return session
}

async function pend(tx: Transaction, login: DeviceLogin, nowMs: number): Promise<Refusal> {
  const { loginId, polledAtMs, intervalMs } = login
  const tooSoon = polledAtMs !== null && nowMs < polledAtMs + intervalMs - leewayMs
  const nextMs = tooSoon ? intervalMs + limits.deviceLoginIntervalMs : intervalMs
  await tx.deviceLogins.notePoll(loginId, nowMs, nextMs)
  return tooSoon
    ? new Refusal("SLOW_DOWN", `Poll no more often than every ${nextMs / 1_000} s from now on.`)
    : new Refusal("AUTHORIZATION_PENDING", "Nobody has approved or denied this login yet.")
}

function isStarter(context: AppContext, { codeChallenge }: DeviceLogin, codeVerifier: string): boolean {
  const challenge = Buffer.from(context.secrets.hash(codeVerifier), "hex").toString("base64url")
  return context.secrets.equal(challenge, codeChallenge)
}

/** The verifier is a part of it, of which nothing is kept: the server's key and the database together do not yield it. */
const secretOf = (context: AppContext, sessionId: string, { codeVerifier }: PollDeviceLogin): string =>
  context.secrets.derive("cliSession", sessionId, codeVerifier)
