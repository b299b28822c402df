import type { Json } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { isOurs, keyInUse, type SigningKeyRecord, signingKeys } from "./signing-key.ts"

/** What the registry says under its key. */
export interface Statement {
  /** The `typ` of the JWS. */
  readonly type: string
  readonly payload: Json
  /** When it is said, as it stands in the payload. That moment decides which key signs. */
  readonly atMs: number
}

/** Signs what is said now, outside a transaction. */
export async function signStatement(context: AppContext, statement: Statement): Promise<string> {
  return signWith(context, await signingKeys(context, context.store.read), statement)
}

/** Signs with the key of these that is in use at the moment of the statement. */
export function signWith(
  { signer }: Pick<AppContext, "signer">,
  keys: readonly SigningKeyRecord[],
  { type, payload, atMs }: Statement,
): string {
  const key = keyInUse(keys, atMs)
  if (key === undefined || !isOurs(signer, key)) {
    throw new Error("The signing key was made under another FLEETPROMPT_SECRET_KEY than this server's.")
  }
  return signer.sign(key.generation, type, payload)
}
