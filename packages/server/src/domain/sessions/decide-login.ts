import { limits } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import { requireScope } from "../identity/authenticate.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { DeviceLogin } from "./device-login.ts"
import { sessionEndsAtMs } from "./session.ts"

/** What a person is asked to approve. @throws Refusal NOT_FOUND also for what is decided or over. */
export async function readDeviceLogin(context: AppContext, caller: UserPrincipal, code: string): Promise<DeviceLogin> {
  requireSignedIn(caller)
  const login = await context.store.read.deviceLogins.findPending(code, context.nowMs())
  if (login === undefined) throw notFound("login")
  return login
}

export interface DecideDeviceLogin {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly userCode: string
  readonly status: "approved" | "denied"
}

/**
 * Approves or denies a login as the person who was asked. Nobody gives a program more than they may do themselves.
 * @throws Refusal INSUFFICIENT_SCOPE, NOT_FOUND, CLI_SESSION_LIMIT_REACHED.
 */
export async function decideDeviceLogin(context: AppContext, command: DecideDeviceLogin): Promise<DeviceLogin> {
  const { caller, requestId, userCode, status } = command
  const login = await readDeviceLogin(context, caller, userCode)
  if (status === "approved") for (const scope of login.scopes) requireScope(caller, scope)
  return await decideFor(context, { login, userId: caller.user.userId, status, actor: actorOf(caller, requestId) })
}

/** Decides a login for a person, whoever it is that says so. */
export async function decideFor(
  context: AppContext,
  decision: { login: DeviceLogin; userId: string; status: "approved" | "denied"; actor: Actor },
): Promise<DeviceLogin> {
  const { login, userId, status, actor } = decision
  const { loginId } = login
  return await context.store.transaction(async (tx) => {
    const atMs = context.nowMs()
    await tx.users.lock(userId)
    if (status === "approved") {
      const live = (await tx.sessions.listLive(userId)).filter((session) => sessionEndsAtMs(session) > atMs)
      if (live.length >= limits.cliSessionsPerUserMax) {
        throw new Refusal("CLI_SESSION_LIMIT_REACHED", `You have ${live.length} CLI sessions and may have no more.`)
      }
    }
    // Somebody else may have decided since it was read.
    if (!(await tx.deviceLogins.decide(loginId, status, userId))) throw notFound("login")
    const action = status === "approved" ? "device_login.approved" : "device_login.denied"
    await tx.audit.append({ action, actor, subjectId: loginId, atMs, details: { userId } })
    return { ...login, status, userId }
  })
}

/** A stolen token or session must not make itself another that outlives it. */
function requireSignedIn({ credential }: UserPrincipal): void {
  if (credential.kind !== "personal_token" && credential.kind !== "cli_session") return
  throw new Refusal("INSUFFICIENT_SCOPE", "Only who signed in may approve a login, not a token or a CLI session.")
}
