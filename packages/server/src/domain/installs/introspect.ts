import { credentialKind, type Introspection, type Subject } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { isPublic } from "../listings/listing.ts"
import type { TargetPrincipal } from "../targets/target.ts"
import { statusAt } from "./intent.ts"

export interface IntrospectInstall {
  readonly caller: TargetPrincipal
  readonly token: string
  readonly subject: Subject | undefined
}

/** What a confirm page may show before anything is redeemed. Whatever is not live for this target is just inactive. */
export async function introspectInstall(context: AppContext, command: IntrospectInstall): Promise<Introspection> {
  if (credentialKind(command.token) !== "installToken") return { active: false }
  // Before the read: a token that got more time in between would be called dead.
  const nowMs = context.nowMs()
  const intent = await context.store.read.installs.findByTokenHash(context.secrets.hash(command.token))
  const live =
    intent !== undefined &&
    intent.targetId === command.caller.target.targetId &&
    statusAt(intent, nowMs) === "token_issued" &&
    intent.release.status === "published" &&
    isPublic(intent.listing.status) &&
    intent.listing.publisherLockedAtMs === null
  if (!live) return { active: false }
  const { listing, release, buyer } = intent
  const { subject } = command
  return {
    active: true,
    installIntentId: intent.installIntentId,
    listing: { slug: listing.slug, name: listing.name, assetKind: listing.assetKind },
    publisher: {
      handle: listing.publisherHandle,
      displayName: listing.publisherDisplayName,
      verifiedAtMs: listing.publisherVerifiedAtMs,
    },
    release: { version: release.version, digest: release.digest },
    targetContext: { ...intent.targetContext },
    expiresAtMs: intent.expiresAtMs,
    subjectMatches: subject === undefined ? null : subject.iss === buyer.iss && subject.sub === buyer.sub,
  }
}
