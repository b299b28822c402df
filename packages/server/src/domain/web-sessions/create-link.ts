import { limits } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"

/** Makes a link secret by which somebody signs in as a user, once. It is returned this once and never stored. */
export async function createSignInLink(
  context: AppContext,
  actor: Actor,
  userId: string,
): Promise<{ secret: string; expiresAtMs: number }> {
  const secret = context.secrets.random("signInLink")
  const linkId = context.newId("signInLink")
  const createdAtMs = context.nowMs()
  const expiresAtMs = createdAtMs + limits.signInLinkTtlMs
  await context.store.transaction(async (tx) => {
    await tx.signInLinks.insert({ linkId, userId, secretHash: context.secrets.hash(secret), createdAtMs, expiresAtMs })
    const details = { userId, expiresAtMs }
    await tx.audit.append({ action: "sign_in_link.created", actor, subjectId: linkId, atMs: createdAtMs, details })
  })
  return { secret, expiresAtMs }
}
