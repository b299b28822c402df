import type { ClaimVerdict } from "@fleetprompt/sdk/contracts"
import type { CiClaims } from "./claims.ts"
import { judge } from "./judge.ts"
import type { KnownTrustedPublisher } from "./trusted-publisher.ts"

/** A trusted publisher and how a run fits it. */
export interface Fit {
  readonly trusted: KnownTrustedPublisher
  readonly verdicts: readonly ClaimVerdict[]
}

/** Of the trusted publishers of the run's issuer the one that it fits, or fits best; undefined where there is none. */
export function bestOf(claims: CiClaims, candidates: readonly KnownTrustedPublisher[]): Fit | undefined {
  const fits = candidates
    .filter(({ issuer }) => issuer === claims.issuer)
    .map((trusted) => ({ trusted, verdicts: judge(claims, trusted) }))
  return fits.toSorted((one, other) => misses(one) - misses(other))[0]
}

const misses = ({ trusted, verdicts }: Fit): number => {
  const count = verdicts.filter(({ matches }) => !matches).length
  // Whoever owns the repository is who most likely meant this one.
  return isOwners(verdicts, trusted) ? count : count + 100
}

const isOwners = (verdicts: readonly ClaimVerdict[], { ownerId }: KnownTrustedPublisher): boolean =>
  verdicts.some(({ expected, matches }) => matches && expected === ownerId)
