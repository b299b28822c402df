import { limits, type TargetPublicKey } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { thumbprintOf } from "./signed-request.ts"
import { isLive, type Target, type TargetCredential } from "./target.ts"

export interface AddCredential {
  readonly actor: Actor
  readonly claim: IdempotencyClaim
  readonly name: string
  /** Undefined for a secret, which we make. */
  readonly publicKey: TargetPublicKey | undefined
  /** How long the one before stays good. */
  readonly overlapMs: number | undefined
}

/**
 * Gives a target a second credential, so that it can change over without a pause: the first then ends by itself. The
 * secret of a new one is derived for the reply and never stored.
 * @throws Refusal NOT_FOUND, TARGET_CREDENTIAL_LIMIT_REACHED, VALIDATION_FAILED for a key that is none, or was the
 *   target's before.
 */
export async function addCredential(context: AppContext, command: AddCredential): Promise<Once<TargetCredential>> {
  const { actor, claim, name, publicKey, overlapMs = limits.targetCredentialOverlapMs } = command
  return await context.store.transaction((tx) =>
    once(context, tx, claim, async () => {
      const target = await tx.targets.lockByName(name)
      if (target === undefined) throw notFound("target")
      const nowMs = context.nowMs()
      const live = (await tx.targets.listCredentials(target.targetId)).filter((each) => isLive(each, nowMs))
      if (live.length >= limits.targetCredentialsMax) {
        throw new Refusal("TARGET_CREDENTIAL_LIMIT_REACHED", `The target has ${live.length} live credentials.`)
      }
      const endsAtMs = nowMs + overlapMs
      for (const { credentialId, expiresAtMs } of live) {
        if (expiresAtMs === null || expiresAtMs > endsAtMs) await tx.targets.endCredential(credentialId, endsAtMs)
      }
      await tx.targets.update({ ...target, rowVersion: target.rowVersion + 1 })
      return await insertCredential(context, tx, { actor, claim, target, publicKey })
    }),
  )
}

/** Writes a new credential of a target with its audit entry. @throws Refusal VALIDATION_FAILED. */
export async function insertCredential(
  context: AppContext,
  tx: Transaction,
  command: Pick<AddCredential, "actor" | "claim" | "publicKey"> & { readonly target: Target },
): Promise<TargetCredential> {
  const { actor, claim, target, publicKey } = command
  const credentialId = context.newId("targetCredential")
  const credential: TargetCredential = {
    credentialId,
    targetId: target.targetId,
    kind: publicKey === undefined ? "secret" : "key",
    kid: publicKey === undefined ? null : usableThumbprint(context, publicKey),
    publicKey: publicKey ?? null,
    secretHash: publicKey === undefined ? context.secrets.hash(secretOf(context, credentialId, claim)) : null,
    createdAtMs: context.nowMs(),
    expiresAtMs: null,
    revokedAtMs: null,
    lastUsedAtMs: null,
  }
  if (!(await tx.targets.addCredential(credential))) throw unusable("is, or was, a key of this target already")
  await tx.audit.append({
    action: "target.credential_added",
    actor,
    subjectId: target.targetId,
    atMs: credential.createdAtMs,
    details: { credentialId, kind: credential.kind, kid: credential.kid },
  })
  return credential
}

/** @throws Refusal VALIDATION_FAILED for a key that is none, or names itself by something else than its thumbprint. */
function usableThumbprint(context: AppContext, key: TargetPublicKey): string {
  if (!context.signatures.isUsable(key)) throw unusable("is not a point of its curve")
  const kid = thumbprintOf(context, key)
  if (key.kid !== undefined && key.kid !== kid) throw unusable("has a `kid` that is not its RFC 7638 thumbprint")
  return kid
}

const unusable = (message: string): Refusal =>
  new Refusal("VALIDATION_FAILED", "This public key cannot be taken.", [
    { pointer: "/publicKey", code: "unusable_key", message },
  ])

/**
 * The secret of a credential, made again for every reply and stored in none; null where it is a key. The caller's own
 * Idempotency-Key is a part of it, of which we keep a hash: so the server's key and the database together still do not
 * yield it.
 */
export const targetSecretOf = (
  context: AppContext,
  { kind, credentialId }: Pick<TargetCredential, "kind" | "credentialId">,
  claim: Pick<IdempotencyClaim, "key">,
): string | null => (kind === "secret" ? secretOf(context, credentialId, claim) : null)

const secretOf = (context: AppContext, credentialId: string, { key }: Pick<IdempotencyClaim, "key">): string =>
  context.secrets.derive("targetSecret", credentialId, key)
