import type { FieldIssue } from "@fleetprompt/sdk/contracts"
import { isPublic, type Listing } from "../listings/listing.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Release } from "../releases/release.ts"
import type { Target } from "../targets/target.ts"
import { checkVersions } from "./check-versions.ts"

/** What an install is of and where it goes, each held so that nobody changes it meanwhile. */
export interface Installable {
  readonly listing: Listing
  readonly release: Release
  readonly target: Target
}

/**
 * What must be so before an install begins, and again before each token of it.
 * @throws Refusal NOT_FOUND for a listing or target that is not there for this buyer (any more), PUBLISHER_LOCKED,
 *   RELEASE_NOT_INSTALLABLE for a revoked release or a target that does not take the kind.
 */
export function requireInstallable({ listing, release, target }: Installable): void {
  if (!isPublic(listing.status)) throw notFound("listing")
  if (listing.publisher.lockedAtMs !== null) throw publisherLocked()
  if (release.status !== "published") {
    throw new Refusal("RELEASE_NOT_INSTALLABLE", `Version ${release.version} was revoked.`)
  }
  if (target.disabledAtMs !== null) throw notFound("target")
  if (!target.assetKinds.includes(listing.assetKind)) {
    throw new Refusal(
      "RELEASE_NOT_INSTALLABLE",
      `The target ${target.name} does not take assets of kind ${listing.assetKind}.`,
    )
  }
}

/** Why it is locked is told to its members alone. */
export const publisherLocked = (): Refusal =>
  new Refusal("PUBLISHER_LOCKED", "The publisher of this listing is locked, and nothing of it can be installed.")

/**
 * A token is given only where the target can use what it stands for, as far as the target said what it runs.
 * @throws Refusal TARGET_INCOMPATIBLE, naming every system that is too old.
 */
export function requireCompatible({ release, target }: Installable): void {
  const issues = checkVersions(release, target)
    .filter(({ satisfied }) => satisfied === false)
    .map(({ system, minimum, runs }): FieldIssue => {
      const message = `needs ${system} ${minimum} or later; ${target.name} runs ${runs}`
      return { pointer: "/target", code: "system_too_old", message }
    })
  if (issues.length === 0) return
  throw new Refusal("TARGET_INCOMPATIBLE", `The target ${target.name} is too old for this release.`, issues)
}
