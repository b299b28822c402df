import type { Preflight, PreflightCause } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { isPublic } from "../listings/listing.ts"
import { notFound } from "../refusal.ts"
import { getRelease } from "../releases/get.ts"
import { findTarget } from "../targets/find.ts"
import { checkVersions } from "./check-versions.ts"

export interface PreflightInstall {
  readonly reader: UserPrincipal | undefined
  readonly slug: string
  readonly version: string
  readonly target: string
}

/** Says whether a token would be issued, and what stands against it. @throws Refusal NOT_FOUND. */
export async function preflightInstall(context: AppContext, question: PreflightInstall): Promise<Preflight> {
  const { listing, release } = await getRelease(context, question.reader, question.slug, question.version)
  if (!isPublic(listing.status)) throw notFound("listing")
  const target = await findTarget(context.store.read.targets, question.target)
  if (target === undefined) throw notFound("target")
  const checks = checkVersions(release, target)
  const against: Readonly<Record<PreflightCause, boolean>> = {
    release_revoked: release.status !== "published",
    kind_not_taken: !target.assetKinds.includes(listing.assetKind),
    target_disabled: target.disabledAtMs !== null,
    system_too_old: checks.some(({ satisfied }) => satisfied === false),
  }
  const causes = (Object.keys(against) as PreflightCause[]).filter((cause) => against[cause])
  return { installable: causes.length === 0, causes, checks }
}
