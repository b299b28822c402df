import type { AppContext, Signer } from "../context.ts"
import type { SigningKeyReads } from "./store.ts"

/** The public half of a key that statements are, were or will be signed with. */
export interface SigningKeyRecord {
  /** Counted from one. The private half follows from it and the server's key, and is stored nowhere. */
  readonly generation: number
  readonly kid: string
  readonly x: string
  /** From when on the next generation signs; may lie ahead. Null for the last. */
  readonly retiredAtMs: number | null
}

/** The key that signs at that moment. */
export const keyInUse = (keys: readonly SigningKeyRecord[], atMs: number): SigningKeyRecord | undefined =>
  keys.find(({ retiredAtMs }) => retiredAtMs === null || retiredAtMs > atMs)

/** Every key in the order of the generations. A new registry has its first one before that is written down. */
export async function signingKeys(
  { signer }: Pick<AppContext, "signer">,
  { signingKeys: stored }: { readonly signingKeys: SigningKeyReads },
): Promise<readonly SigningKeyRecord[]> {
  const keys = await stored.list()
  return keys.length > 0 ? keys : [nextKey(signer, keys)]
}

/** The key of the generation after those. */
export function nextKey(signer: Signer, keys: readonly SigningKeyRecord[]): SigningKeyRecord {
  const generation = keys.length + 1
  return { generation, ...signer.keyOf(generation), retiredAtMs: null }
}

/** Whether this server's key is the one that generation was made under. */
export const isOurs = (signer: Signer, { generation, kid }: SigningKeyRecord): boolean =>
  signer.keyOf(generation).kid === kid
