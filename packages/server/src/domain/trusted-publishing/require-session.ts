import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"

/**
 * A personal token that leaked must not name somebody who may publish from then on.
 * @throws Refusal SESSION_REQUIRED.
 */
export function requireSession({ credential }: UserPrincipal): void {
  if (credential.kind !== "personal_token") return
  throw new Refusal("SESSION_REQUIRED", "No personal token may change who is trusted to publish.")
}
