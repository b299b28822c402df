import type * as wire from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { signStatement } from "../../domain/signing/sign.ts"
import type { RevocationPage } from "../../domain/revocations/list.ts"

/** A stretch of the revocation feed, signed as it stands at this moment. */
export async function signedRevocations(
  context: AppContext,
  after: number,
  { entries, nextAfter, hasMore }: RevocationPage,
): Promise<wire.SignedRevocationPage> {
  const issuedAtMs = context.nowMs()
  const page: wire.RevocationPage = {
    issuer: context.settings.publicUrl,
    issuedAtMs,
    after,
    nextAfter,
    hasMore,
    entries: entries.map(({ seq, releaseId, revoked, cause, atMs }) => ({ seq, releaseId, revoked, cause, atMs })),
  }
  return { jws: await signStatement(context, { type: "fp-revocations+jws", payload: page, atMs: issuedAtMs }) }
}
