import type { AppContext } from "../context.ts"
import { isOurs, keyInUse, nextKey } from "./signing-key.ts"

/**
 * Writes down the first key of a new registry, so that it can still be checked when another server key has come. False
 * where the key in use was made under another server key, so that this server could sign nothing.
 */
export async function holdSigningKey(context: Pick<AppContext, "store" | "signer">, nowMs: number): Promise<boolean> {
  const { store, signer } = context
  const known = await store.read.signingKeys.list()
  if (known.length === 0) await store.transaction((tx) => tx.signingKeys.insert(nextKey(signer, known)))
  const key = keyInUse(await store.read.signingKeys.list(), nowMs)
  return key !== undefined && isOurs(signer, key)
}
