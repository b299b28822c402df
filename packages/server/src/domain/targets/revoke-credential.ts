import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { notFound } from "../refusal.ts"
import { keyedTarget } from "./get.ts"
import type { KeyedTarget } from "./target.ts"

export interface RevokeCredential {
  readonly actor: Actor
  readonly name: string
  readonly credentialId: string
}

/** Ends a credential at once, the last one too. Ending it again changes nothing. @throws Refusal NOT_FOUND. */
export async function revokeCredential(context: AppContext, command: RevokeCredential): Promise<KeyedTarget> {
  const { actor, name, credentialId } = command
  return await context.store.transaction(async (tx) => {
    const target = await tx.targets.lockByName(name)
    if (target === undefined) throw notFound("target")
    const { targetId } = target
    const credentials = await tx.targets.listCredentials(targetId)
    if (!credentials.some((each) => each.credentialId === credentialId)) throw notFound("credential")
    const atMs = context.nowMs()
    if (await tx.targets.revokeCredential(targetId, credentialId, atMs)) {
      await tx.targets.update({ ...target, rowVersion: target.rowVersion + 1 })
      const details = { credentialId }
      await tx.audit.append({ action: "target.credential_revoked", actor, subjectId: targetId, atMs, details })
    }
    return await keyedTarget(tx.targets, name)
  })
}
