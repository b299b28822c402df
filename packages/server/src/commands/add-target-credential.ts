import { operator } from "../domain/audit/audit.ts"
import { operatorClaim } from "../domain/idempotency/operator-claim.ts"
import { addCredential, targetSecretOf } from "../domain/targets/add-credential.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"
import { readPublicKey } from "./read-public-key.ts"

export interface AddTargetCredentialOptions extends DataOptions {
  /** Name of a file with a JWK, or `-` for stdin; without one the target gets a secret. */
  readonly file?: string
  readonly overlapDays: number
  readonly json?: boolean
}

/** Prints the secret on stdout, this once, or the thumbprint of the key. */
export async function addTargetCredential(name: string, options: AddTargetCredentialOptions): Promise<void> {
  const publicKey = options.file === undefined ? undefined : readPublicKey(options.file)
  const { credential, secret } = await withRegistry(options, async (context) => {
    const claim = operatorClaim(context, "target credential add")
    const command = { actor: operator, claim, name, publicKey, overlapMs: options.overlapDays * 86_400_000 }
    const { result } = await addCredential(context, command)
    return { credential: result, secret: targetSecretOf(context, result, claim) }
  })
  const { credentialId, kid } = credential
  const result = { credentialId, ...(secret === null ? { kid } : { secret }) }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${secret ?? kid}\n`)
}
