import { findSecrets } from "@fleetprompt/sdk/secrets"
import { Refusal } from "../refusal.ts"

/**
 * Refuses content that holds what looks like a secret, before anything of it is written. The refusal points at the
 * field and names the rule; the value goes no further.
 * @throws Refusal SECRET_DETECTED.
 */
export async function refuseSecrets(content: unknown): Promise<void> {
  const found = await findSecrets(content)
  if (found.length === 0) return
  throw new Refusal(
    "SECRET_DETECTED",
    found.length === 1
      ? "One field holds what looks like a secret."
      : `There are ${found.length} findings of what looks like a secret.`,
    found.map(({ pointer, rule, message }) => ({ pointer, code: rule, message })),
  )
}
