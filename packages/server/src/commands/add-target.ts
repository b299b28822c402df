import { targetName, type TargetSystem } from "@fleetprompt/sdk/contracts"
import { operator } from "../domain/audit/audit.ts"
import { operatorClaim } from "../domain/idempotency/operator-claim.ts"
import { Refusal } from "../domain/refusal.ts"
import { targetSecretOf } from "../domain/targets/add-credential.ts"
import { registerTarget } from "../domain/targets/register.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"
import { readPublicKey } from "./read-public-key.ts"

export interface AddTargetOptions extends DataOptions {
  readonly system: TargetSystem
  readonly landingUrl: string
  /** Name of a file with a JWK, or `-` for stdin. */
  readonly publicKey?: string
  readonly json?: boolean
}

/** Prints the target's first secret on stdout, or the thumbprint of its key; with `--json` also the target. */
export async function addTarget(name: string, options: AddTargetOptions): Promise<void> {
  if (!targetName.safeParse(name).success) {
    throw new Refusal(
      "VALIDATION_FAILED",
      "A target's name is lower-case letters and digits, with single hyphens between them; self and settings are taken.",
    )
  }
  const { system: targetSystem, landingUrl } = options
  const publicKey = options.publicKey === undefined ? undefined : readPublicKey(options.publicKey)
  const { target, credential, secret } = await withRegistry(options, async (context) => {
    const claim = operatorClaim(context, "target add")
    const command = { actor: operator, claim, name, targetSystem, landingUrl, publicKey }
    const { target: made, credentials } = (await registerTarget(context, command)).result
    const [first] = credentials
    if (first === undefined) throw new Error("A target was made without a credential.")
    return { target: made, credential: first, secret: targetSecretOf(context, first, claim) }
  })
  const result = {
    targetId: target.targetId,
    name,
    targetSystem,
    landingUrl: target.landingUrl,
    ...(secret === null ? { kid: credential.kid } : { secret }),
  }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${secret ?? credential.kid}\n`)
}
