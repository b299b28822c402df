import { idOf, type ModerationRole } from "@fleetprompt/sdk/contracts"
import { operator } from "../domain/audit/audit.ts"
import type { AppContext } from "../domain/context.ts"
import { setModerationRole } from "../domain/moderation/set-role.ts"
import { notFound } from "../domain/refusal.ts"
import { localIssuer } from "../local-issuer.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"

export interface GrantRoleOptions extends DataOptions {
  readonly json?: boolean
}

/** Prints who has which role now. */
export async function grantRole(user: string, word: ModerationRole | "none", options: GrantRoleOptions): Promise<void> {
  const { userId, role } = await withRegistry(options, async (context) =>
    setModerationRole(context, {
      actor: operator,
      userId: await userIdOf(context, user),
      role: word === "none" ? null : word,
    }),
  )
  process.stdout.write(options.json ? `${JSON.stringify({ userId, role })}\n` : `${userId} ${role ?? "none"}\n`)
}

async function userIdOf(context: AppContext, user: string): Promise<string> {
  if (idOf("user").safeParse(user).success) return user
  const known = await context.store.read.users.findByIdentity(localIssuer(context.secrets), user)
  if (known === undefined) throw notFound("user")
  return known.userId
}
