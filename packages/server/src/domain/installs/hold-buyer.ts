import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"

/**
 * Keeps a buyer from being locked out until this transaction ends; one who was meanwhile comes too late.
 * @throws Refusal ACCOUNT_LOCKED.
 */
export async function holdBuyer(tx: Transaction, { user }: UserPrincipal): Promise<void> {
  const held = await tx.users.hold(user.userId)
  if (held?.lockedAtMs !== null) throw new Refusal("ACCOUNT_LOCKED", "The account of this token is locked.")
}
