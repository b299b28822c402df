import { credentialKind } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import type { TargetPrincipal } from "./target.ts"

/**
 * Turns a target secret into the deployment it stands for. Unknown, revoked and disabled are one answer: who has
 * no live secret learns nothing.
 * @throws Refusal UNAUTHENTICATED.
 */
export async function authenticateTarget(context: AppContext, credential: string): Promise<TargetPrincipal> {
  const refusal = new Refusal("UNAUTHENTICATED", "The credential is not a live target secret of this registry.")
  if (credentialKind(credential) !== "targetSecret") throw refusal
  const found = await context.store.read.targets.findBySecretHash(context.secrets.hash(credential))
  if (found === undefined || found.secret.revokedAtMs !== null || found.target.disabledAtMs !== null) throw refusal
  return { kind: "target", target: found.target }
}
