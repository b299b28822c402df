import { type ModerationRole, moderationRoles } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound } from "../refusal.ts"

/**
 * Makes sure the caller has this role or a higher one. Whoever has not is answered as at an unknown address.
 * @throws Refusal NOT_FOUND.
 */
export async function requireModerator(
  context: AppContext,
  principal: UserPrincipal,
  minimum: ModerationRole,
): Promise<void> {
  const role = await context.store.read.moderation.roleOf(principal.user.userId)
  if (!includesRole(role, minimum)) throw notFound("address")
}

/** Whether a role is that one or a higher one. */
export const includesRole = (role: ModerationRole | null, minimum: ModerationRole): boolean =>
  role !== null && rankOf(role) >= rankOf(minimum)

const rankOf = (role: ModerationRole): number => moderationRoles.indexOf(role)
