import type { AppContext } from "../context.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { CiClaims } from "./claims.ts"
import { claimIssues } from "./refuse-claims.ts"

/**
 * The claims of a CI's token, once form, issuer, signature, audience and times are right.
 * @throws Refusal NOT_FOUND where no such tokens are taken, OIDC_TOKEN_REJECTED, IDENTITY_PROVIDER_UNAVAILABLE.
 */
export async function verifyCiToken({ ciTokens }: AppContext, oidcToken: string): Promise<CiClaims> {
  if (ciTokens === undefined) throw notFound("trusted publishing at this registry")
  const verdict = await ciTokens.verify(oidcToken)
  if (verdict.kind === "verified") return verdict.claims
  if (verdict.kind === "unavailable") {
    throw new Refusal("IDENTITY_PROVIDER_UNAVAILABLE", "The CI's keys cannot be fetched to check the token.")
  }
  throw new Refusal("OIDC_TOKEN_REJECTED", verdict.rejection.detail, claimIssues(verdict.rejection.claims))
}
