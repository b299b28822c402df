import { readSuccess } from "./answer.ts"
import { call, unlessAborted } from "./call.ts"
import { isRedemptionId } from "./redemption-id.ts"
import { type Current, readRedeemReply, type Redemption, type RedeemReply } from "./redemption.ts"
import { reasonOf, type Refusal, refusal } from "./refusal.ts"
import type { Settings } from "./settings.ts"
import { type Read, ShapeMismatch } from "./shape.ts"
import type { RedemptionStore } from "./store.ts"
import { type Subject, subjectOf } from "./subject.ts"
import { isCredential, tokenHash } from "./token.ts"

/**
 * An expected answer to a redeem. `replayed` is true where this target had redeemed the token before and asks
 * again; look at `current` then, for the release may have been revoked in the meantime.
 */
export type RedeemResult = { ok: true; redemption: Redemption; current: Current; replayed: boolean } | Refusal

/** See `Redeemer.redeem`. The redemptionId is durable before the first byte leaves. */
export async function redeem(
  settings: Settings,
  store: RedemptionStore,
  { token, subject, codeVerifier }: { token: string; subject: Subject; codeVerifier: string | undefined },
  signal: AbortSignal | undefined,
): Promise<RedeemResult> {
  const signedIn = subjectOf(subject)
  if (!isCredential("fpit", token)) return refusal("malformed", null)
  const kept = store.getOrCreate(await tokenHash(token), () => crypto.randomUUID())
  const redemptionId = await unlessAborted(kept, signal)
  if (!isRedemptionId(redemptionId)) throw new TypeError("The store returned something that is no redemptionId.")
  const body = { token, redemptionId, subject: signedIn, codeVerifier }
  const answer = await call(settings, { path: "/v1/install-intents/redeem", body, changesState: true, signal })
  const reason = answer.problem && reasonOf(answer.problem.code)
  if (reason) return refusal(reason, answer.requestId)
  return { ok: true, ...readSuccess(answer, replyTo(redemptionId)) }
}

/** A redemption under another id answers another call, whatever else is right about it. */
const replyTo =
  (redemptionId: string): Read<RedeemReply> =>
  (value, pointer) => {
    const reply = readRedeemReply(value, pointer)
    if (reply.redemption.redemptionId !== redemptionId) throw new ShapeMismatch(`${pointer}/redemption/redemptionId`)
    return reply
  }
