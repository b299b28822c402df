import type * as wire from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { keyInUse, signingKeys } from "../../domain/signing/signing-key.ts"

/** Every key the registry signs with, signed with once or is about to, the one in use first. */
export async function publishedKeys(context: AppContext): Promise<wire.SigningKey[]> {
  const keys = await signingKeys(context, context.store.read)
  const inUse = keyInUse(keys, context.nowMs())
  const others = keys.filter((key) => key !== inUse).toReversed()
  return [...(inUse === undefined ? [] : [inUse]), ...others].map(({ kid, x, retiredAtMs }) => ({
    kty: "OKP",
    crv: "Ed25519",
    alg: "EdDSA",
    use: "sig",
    kid,
    x,
    retiredAtMs,
  }))
}
