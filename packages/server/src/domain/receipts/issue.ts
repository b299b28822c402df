import type { Receipt } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { type Listing, slugOf } from "../listings/listing.ts"
import type { Release } from "../releases/release.ts"
import { signWith } from "../signing/sign.ts"
import { signingKeys } from "../signing/signing-key.ts"
import type { Transaction } from "../store.ts"

/**
 * Signs what was published and keeps the signed text; in the transaction of the publish, as its last write. It is
 * signed once: another key or a moved listing later must not make another receipt of it.
 */
export async function issueReceipt(
  context: AppContext,
  tx: Transaction,
  listing: Listing,
  release: Release,
  atMs: number,
): Promise<string> {
  const keys = await signingKeys(context, tx)
  const last = await tx.receipts.lockSequence()
  const known = await tx.receipts.find(release.releaseId)
  if (known !== undefined) return known.jws
  const sequence = last + 1
  const payload = receiptOf(context, listing, release, { sequence, issuedAtMs: atMs })
  const jws = signWith(context, keys, { type: "fp-receipt+jws", payload, atMs })
  await tx.receipts.insert({ sequence, releaseId: release.releaseId, jws })
  return jws
}

const receiptOf = (
  { settings }: AppContext,
  listing: Listing,
  release: Release,
  { sequence, issuedAtMs }: { sequence: number; issuedAtMs: number },
): Receipt => ({
  issuer: settings.publicUrl,
  sequence,
  issuedAtMs,
  state: "published",
  listing: { listingId: listing.listingId, slug: slugOf(listing), assetKind: listing.assetKind },
  release: {
    releaseId: release.releaseId,
    version: release.version,
    digest: release.digest,
    publishedAtMs: release.publishedAtMs,
  },
  provenance: release.provenance,
})
