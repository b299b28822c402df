import type * as wire from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import type { RevocationPage } from "../../domain/revocations/list.ts"

/** A stretch of the revocation feed, signed as it stands at this moment. */
export async function signedRevocations(
  context: AppContext,
  after: number,
  { entries, nextAfter, hasMore }: RevocationPage,
): Promise<wire.SignedRevocationPage> {
  const page: wire.RevocationPage = {
    issuer: context.settings.publicUrl,
    issuedAtMs: context.nowMs(),
    after,
    nextAfter,
    hasMore,
    entries: entries.map(({ seq, releaseId, revoked, cause, atMs }) => ({ seq, releaseId, revoked, cause, atMs })),
  }
  return { jws: await context.signer.sign("fp-revocations+jws", page) }
}
