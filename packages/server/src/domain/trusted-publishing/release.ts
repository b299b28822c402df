import type { Provenance } from "@fleetprompt/sdk/contracts"
import type { Listing } from "../listings/listing.ts"
import { Refusal } from "../refusal.ts"
import type { Release } from "../releases/release.ts"
import type { Transaction } from "../store.ts"
import type { Publishing } from "./may.ts"

/** Where a release came from, as the token of its run claimed. */
export const provenanceOf = (caller: Publishing): Provenance | null =>
  caller.kind === "ci" ? caller.token.provenance : null

/**
 * Holds a run to the one version and content its token was made for, and a member to a listing that takes releases
 * from people at all.
 * @throws Refusal RELEASE_NOT_ALLOWED, DIGEST_MISMATCH, TRUSTED_PUBLISHING_REQUIRED.
 */
export async function requireOwnRelease(
  tx: Transaction,
  caller: Publishing,
  { publisher, slugName }: Listing,
  release: Release,
): Promise<void> {
  if (caller.kind === "user") {
    if (!(await tx.trustedPublishing.isRequired(publisher.publisherId, slugName))) return
    throw new Refusal("TRUSTED_PUBLISHING_REQUIRED", "This listing takes releases from its trusted publishers alone.")
  }
  const { ciTokenId, version, digest } = caller.token
  if (release.version !== version) {
    throw new Refusal("RELEASE_NOT_ALLOWED", `This token of a run is for version ${version} alone.`)
  }
  if (release.digest !== digest) {
    throw new Refusal("DIGEST_MISMATCH", `The content has the digest ${release.digest}, the token is for ${digest}.`)
  }
  await tx.trustedPublishing.noteTokenUse(ciTokenId, release.publishedAtMs)
}
