import { operator } from "../domain/audit/audit.ts"
import { revokeCredential } from "../domain/targets/revoke-credential.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"

/** Ends a key or secret at once and prints its id. */
export async function revokeTargetCredential(name: string, credentialId: string, options: DataOptions): Promise<void> {
  await withRegistry(options, (context) => revokeCredential(context, { actor: operator, name, credentialId }))
  process.stdout.write(`${credentialId}\n`)
}
