import { type CheckedCiToken, splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { bestOf } from "./fit.ts"
import { shown } from "./refuse-claims.ts"
import { verifyCiToken } from "./verify.ts"

/**
 * Says what an exchange would, claim by claim, and uses nothing up.
 * @throws Refusal NOT_FOUND, OIDC_TOKEN_REJECTED, IDENTITY_PROVIDER_UNAVAILABLE.
 */
export async function checkCiToken(
  context: AppContext,
  { oidcToken, slug }: { readonly oidcToken: string; readonly slug: string },
): Promise<CheckedCiToken> {
  const claims = await verifyCiToken(context, oidcToken)
  const { publisher, name } = splitSlug(slug)
  const best = bestOf(claims, await context.store.read.trustedPublishing.listOfSlug(publisher, name))
  const verdicts = shown(claims, best)
  const isOwners = best?.trusted.ownerId === claims.ownerId
  return {
    matches: verdicts.every(({ matches }) => matches),
    trustedPublisherId: isOwners ? best.trusted.trustedPublisherId : null,
    claims: [...verdicts],
  }
}
