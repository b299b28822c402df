import { limits, splitSlug } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { actorOf } from "../identity/actor.ts"
import type { CiClaims } from "./claims.ts"
import { bestOf, type Fit } from "./fit.ts"
import { refuseClaims } from "./refuse-claims.ts"
import type { CiToken } from "./trusted-publisher.ts"
import { verifyCiToken } from "./verify.ts"

export interface ExchangeCiToken {
  readonly oidcToken: string
  readonly requestId: string
  readonly slug: string
  readonly version: string
  readonly digest: string
}

/** How far a CI's clock may be from ours. What was used up is remembered for so long after its own end. */
export const ciClockSkewMs = 30_000

/**
 * Gives a run a credential for one version of one listing with one content, against its CI's own word for who it is.
 * Twelve checks, in the order of the data model's list; the first five are the verifier's. The token is used up in the
 * transaction that compares it: a run that is refused may be set right and started anew with the same one.
 * @throws Refusal NOT_FOUND where the feature is off, OIDC_TOKEN_REJECTED, IDENTITY_PROVIDER_UNAVAILABLE,
 *   OIDC_TOKEN_REUSED, OIDC_EVENT_FORBIDDEN, OIDC_PUBLISHER_MISMATCH, PUBLISHER_LOCKED.
 */
export async function exchangeCiToken(
  context: AppContext,
  command: ExchangeCiToken,
): Promise<{ token: CiToken; secret: string }> {
  const claims = await verifyCiToken(context, command.oidcToken)
  const secret = context.secrets.random("ciToken")
  return await context.store.transaction(async (tx) => {
    await useUp(tx, claims)
    const fit = await fitOf(tx, claims, command.slug)
    const token = newToken(context, command, claims, fit, context.secrets.hash(secret))
    await pin(tx, claims, fit, token.createdAtMs)
    await tx.trustedPublishing.insertToken(token)
    await tx.audit.append({
      action: "ci_token.issued",
      actor: actorOf({ kind: "ci", token }, command.requestId),
      subjectId: token.ciTokenId,
      publisherId: token.publisherId,
      atMs: token.createdAtMs,
      details: {
        slug: token.slug,
        version: token.version,
        digest: token.digest,
        ownerId: claims.ownerId,
        repositoryId: claims.repositoryId,
        environmentUnpinned: isUnpinned(claims, fit),
      },
    })
    return { token, secret }
  })
}

/** Check 6. It is remembered for longer than the token could be taken. */
async function useUp(tx: Transaction, { issuer, jti, expiresAtMs }: CiClaims): Promise<void> {
  if (await tx.trustedPublishing.rememberJti(issuer, jti, expiresAtMs + ciClockSkewMs)) return
  throw new Refusal("OIDC_TOKEN_REUSED", "This token of the CI was exchanged before.")
}

/** Checks 7 to 11. */
async function fitOf(tx: Transaction, claims: CiClaims, slug: string): Promise<Fit> {
  const { publisher, name } = splitSlug(slug)
  const best = bestOf(claims, await tx.trustedPublishing.listOfSlug(publisher, name))
  if (best === undefined || !best.verdicts.every(({ matches }) => matches)) throw refuseClaims(claims, slug, best)
  return best
}

/** The first run that is let in says which repository it is from then on. */
async function pin(tx: Transaction, claims: CiClaims, fit: Fit, usedAtMs: number): Promise<void> {
  const { trustedPublisherId } = fit.trusted
  const { repositoryId } = claims
  const unpinnedEnvironment = isUnpinned(claims, fit) ? claims.environment : null
  const use = { trustedPublisherId, repositoryId, unpinnedEnvironment, usedAtMs }
  if (await tx.trustedPublishing.noteUse(use)) return
  throw new Refusal("OIDC_PUBLISHER_MISMATCH", "The trusted publisher was changed at this moment; run the job again.")
}

const isUnpinned = ({ environment }: CiClaims, { trusted }: Fit): boolean =>
  environment !== null && trusted.environment === null

/** Check 12. */
function newToken(
  context: AppContext,
  { slug, version, digest }: ExchangeCiToken,
  claims: CiClaims,
  { trusted }: Fit,
  tokenHash: string,
): CiToken {
  const createdAtMs = context.nowMs()
  const { provider, issuer, repository, repositoryId, ownerId, commit, ref, workflow } = claims
  const { environment, runId, runAttempt, runUrl } = claims
  const run = { commit, ref, workflow, environment, runId, runAttempt, runUrl, verifiedAtMs: createdAtMs }
  return {
    ciTokenId: context.newId("ciToken"),
    tokenHash,
    trustedPublisherId: trusted.trustedPublisherId,
    publisherId: trusted.publisherId,
    slug,
    version,
    digest,
    provenance: { provider, issuer, repository, repositoryId, ownerId, ...run },
    createdAtMs,
    expiresAtMs: createdAtMs + limits.ciTokenTtlMs,
    revokedAtMs: null,
    usedAtMs: null,
  }
}
