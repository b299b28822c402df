import type { Offer, Stage } from "../stage.ts"
import { CaseFailure } from "../verdict.ts"

/** Nobody tried to redeem it, and nothing of it is installed. @throws CaseFailure. */
export async function expectUntouched(stage: Stage, offer: Offer): Promise<void> {
  if (stage.redeems(offer).length > 0) throw new CaseFailure("It asked the registry to redeem the token.")
  await stage.expectInstalled(offer, 0)
}

/** Every attempt went out under one redemptionId. @throws CaseFailure. */
export function expectOneRedemptionId(stage: Stage, offer: Offer): void {
  const ids = new Set(stage.redeems(offer).map(({ redemptionId }) => redemptionId))
  if (ids.size > 1) throw new CaseFailure(`It asked for one redemption under ${ids.size} redemptionIds.`)
}

/** The registry comes to know of it. @throws CaseFailure. */
export async function expectCompleted(stage: Stage, offer: Offer): Promise<void> {
  // A report that a busy machine was too slow for is sent again by what the target does from time to time.
  if (stage.state(offer).outcome === null) await stage.target.catchUp?.()
  const isTold = () => stage.state(offer).outcome === "completed"
  await stage.eventually(isTold, `${offer.slug} was not reported completed.`)
}
