import type { ClaimVerdict } from "@fleetprompt/sdk/contracts"
import type { CiClaims } from "./claims.ts"
import { fitsPattern } from "./ref-pattern.ts"
import type { TrustedPublisher } from "./trusted-publisher.ts"

/** The event that started a run comes first: no other claim makes up for it. */
const eventVerdict = ({ event, names }: CiClaims, { events }: TrustedPublisher): ClaimVerdict => ({
  claim: names.event,
  expected: events.join(" or "),
  got: event,
  matches: events.some((allowed) => allowed === event),
})

/**
 * Checks 7 to 11, in their order: what a trusted publisher asks of a run, claim by claim. Numbers, not names, say who
 * owns a repository, and which one it is: a name can be somebody else's tomorrow.
 */
export function judge(claims: CiClaims, trusted: TrustedPublisher): ClaimVerdict[] {
  const { names } = claims
  return [
    eventVerdict(claims, trusted),
    equal(names.ownerId, trusted.ownerId, claims.ownerId),
    equal(names.repository, trusted.repository, claims.repository, sameName),
    ...(trusted.repositoryId === null ? [] : [equal(names.repositoryId, trusted.repositoryId, claims.repositoryId)]),
    equal(names.workflow, trusted.workflow, claims.workflow),
    ...calledWorkflowVerdict(claims, trusted),
    ...(trusted.environment === null
      ? []
      : [equal(names.environment, trusted.environment, claims.environment, sameName)]),
    ...(trusted.refPattern === null ? [] : [equal(names.ref, trusted.refPattern, claims.ref, fitsPattern)]),
  ]
}

function calledWorkflowVerdict(
  { names, calledWorkflow }: CiClaims,
  { allowReusable, workflow }: TrustedPublisher,
): ClaimVerdict[] {
  if (calledWorkflow === null) return []
  return [{ claim: names.calledWorkflow, expected: workflow, got: calledWorkflow, matches: allowReusable }]
}

function equal(
  claim: string,
  expected: string,
  got: string | null,
  fits: (expected: string, got: string) => boolean = (one, other) => one === other,
): ClaimVerdict {
  return { claim, expected, got, matches: got !== null && fits(expected, got) }
}

/** Forges hold names for equal that differ in case. */
const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
