import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { isOurs, keyInUse, nextKey, type SigningKeyRecord } from "./signing-key.ts"

export interface RotateSigningKey {
  readonly actor: Actor
  /** How long the present key still signs, so that readers and caches learn of the next one before it does. */
  readonly afterMs: number
}

export interface RotatedSigningKey {
  readonly retired: SigningKeyRecord
  readonly next: SigningKeyRecord
}

/**
 * Has the next signing key take over in a while. A change that was arranged already can be brought forward. Where the
 * present key was made under another server key, which nobody can sign with, the next one takes over at once.
 * @throws Refusal INVALID_STATE_TRANSITION for putting off what was arranged.
 */
export async function rotateSigningKey(context: AppContext, command: RotateSigningKey): Promise<RotatedSigningKey> {
  return await context.store.transaction(async (tx) => {
    const nowMs = context.nowMs()
    const keys = await keysOf(context, tx)
    const present = keyInUse(keys, nowMs)
    if (present === undefined) throw new Error("The registry has no signing key.")
    const atMs = isOurs(context.signer, present) ? nowMs + command.afterMs : nowMs
    if (present.retiredAtMs !== null && atMs > present.retiredAtMs) {
      const until = new Date(present.retiredAtMs).toISOString()
      throw new Refusal("INVALID_STATE_TRANSITION", `The next key takes over at ${until}; that cannot be put off.`)
    }
    const next = keys[present.generation] ?? nextKey(context.signer, keys)
    if (present.retiredAtMs === null) await tx.signingKeys.insert(next)
    await tx.signingKeys.retire(present.generation, atMs)
    await tx.audit.append({
      action: "signing_key.rotated",
      actor: command.actor,
      subjectId: present.kid,
      atMs: nowMs,
      details: { next: next.kid, retiredAtMs: atMs },
    })
    return { retired: { ...present, retiredAtMs: atMs }, next }
  })
}

/** The keys, with the first of a registry that has never been served written down. */
async function keysOf({ signer }: AppContext, tx: Transaction): Promise<SigningKeyRecord[]> {
  const keys = await tx.signingKeys.list()
  if (keys.length > 0) return keys
  await tx.signingKeys.insert(nextKey(signer, keys))
  return await tx.signingKeys.list()
}
