import { userCode } from "@fleetprompt/sdk/contracts"
import { operator } from "../domain/audit/audit.ts"
import { notFound } from "../domain/refusal.ts"
import { decideFor } from "../domain/sessions/decide-login.ts"
import { namedUser } from "./named-user.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"

export interface ApproveLoginOptions extends DataOptions {
  readonly user: string
  readonly json?: boolean
}

/** Approves a device login where nobody can sign in to do so, and prints what was approved for whom. */
export async function approveLogin(code: string, options: ApproveLoginOptions): Promise<void> {
  const { login, user } = await withRegistry(options, async (context) => {
    const parsed = userCode.safeParse(code)
    const found = parsed.success
      ? await context.store.read.deviceLogins.findPending(parsed.data, context.nowMs())
      : undefined
    if (found === undefined) throw notFound("login")
    const person = await namedUser(context, options.user)
    const decision = { login: found, userId: person.userId, status: "approved", actor: operator } as const
    return { login: await decideFor(context, decision), user: person }
  })
  const { clientName, requestedFrom, scopes } = login
  const result = { userId: user.userId, clientName, requestedFrom, scopes }
  process.stdout.write(
    options.json
      ? `${JSON.stringify(result)}\n`
      : `${JSON.stringify(clientName)} from ${requestedFrom} may act for ${user.userId}: ${scopes.join(" ")}\n`,
  )
}
