import type { ClaimVerdict, FieldIssue } from "@fleetprompt/sdk/contracts"
import { Refusal } from "../refusal.ts"
import type { CiClaims } from "./claims.ts"
import type { Fit } from "./fit.ts"

/** The findings of a refused token: each claim that does not fit, with what was expected and what came. */
export const claimIssues = (verdicts: readonly ClaimVerdict[]): FieldIssue[] =>
  verdicts
    .filter(({ matches }) => !matches)
    .map(({ claim, expected, got }) => ({
      pointer: `/oidcToken/${claim}`,
      code: "claim",
      message: `expected ${quoted(expected) ?? "what a trusted publisher of the listing names"}, got ${quoted(got) ?? "nothing"}`,
    }))

const quoted = (text: string | null): string | undefined => (text === null ? undefined : `"${text}"`)

/** Refuses a run for the claims in which it differs from the trusted publisher that it fits best. */
export function refuseClaims(claims: CiClaims, slug: string, best: Fit | undefined): Refusal {
  const verdicts = shown(claims, best)
  const isForbiddenEvent = verdicts.some(({ claim, matches }) => claim === claims.names.event && !matches)
  return new Refusal(
    isForbiddenEvent ? "OIDC_EVENT_FORBIDDEN" : "OIDC_PUBLISHER_MISMATCH",
    isForbiddenEvent
      ? `A run that "${claims.event}" started may not publish ${slug}.`
      : `No trusted publisher of ${slug} fits this run.`,
    claimIssues(verdicts),
  )
}

/**
 * What the holder of a token may know. Whoever runs jobs for the owner that is trusted learns each rule; anybody else
 * learns nothing, not even whether there is such a listing or rule: they are answered alike (§9.1).
 */
export function shown(claims: CiClaims, best: Fit | undefined): readonly ClaimVerdict[] {
  if (best?.trusted.ownerId === claims.ownerId) return best.verdicts
  return [
    { claim: claims.names.ownerId, expected: null, got: claims.ownerId, matches: false },
    { claim: claims.names.repository, expected: null, got: claims.repository, matches: false },
  ]
}
