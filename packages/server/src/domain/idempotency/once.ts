import { limits } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"

/** A caller's promise that two requests with this key are one request sent twice. */
export interface IdempotencyClaim {
  readonly principalId: string
  readonly route: string
  readonly key: string
  /** Hash of the path and the validated body. */
  readonly fingerprint: string
}

export interface Once<Result> {
  readonly result: Result
  readonly replayed: boolean
}

/**
 * Runs `work` in this transaction unless the key has already run it, in which case its first result comes back.
 * Key, result, write and audit row commit together, so a crash leaves all of them or none. The result must be
 * plain JSON and must not hold a secret, for it is stored.
 * @throws Refusal IDEMPOTENCY_KEY_REUSED for another body, IDEMPOTENCY_KEY_EXPIRED after a day.
 */
export async function once<Result>(
  context: AppContext,
  tx: Transaction,
  claim: IdempotencyClaim,
  work: () => Promise<Result>,
): Promise<Once<Result>> {
  const scope = { principalId: claim.principalId, route: claim.route, keyHash: context.secrets.hash(claim.key) }
  const first = await tx.idempotency.reserve(scope, claim.fingerprint, context.nowMs())
  if (first === undefined) {
    const result = await work()
    await tx.idempotency.complete(scope, JSON.stringify(result))
    return { result, replayed: false }
  }
  if (first.fingerprint !== claim.fingerprint) {
    throw new Refusal(
      "IDEMPOTENCY_KEY_REUSED",
      "This Idempotency-Key was already used for a request with other content.",
    )
  }
  if (first.result === null || context.nowMs() - first.createdAtMs > limits.idempotencyReplayMs) {
    throw new Refusal("IDEMPOTENCY_KEY_EXPIRED", "This Idempotency-Key was used more than a day ago.")
  }
  return { result: JSON.parse(first.result) as Result, replayed: true }
}
