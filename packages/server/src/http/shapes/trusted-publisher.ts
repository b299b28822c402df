import type * as wire from "@fleetprompt/sdk/contracts"
import type { KnownTrustedPublisher } from "../../domain/trusted-publishing/trusted-publisher.ts"

/** A trusted publisher as the members of its publisher see it. */
export const ownTrustedPublisher = (trusted: KnownTrustedPublisher): wire.TrustedPublisher => ({
  trustedPublisherId: trusted.trustedPublisherId,
  slug: trusted.slug,
  isPending: trusted.isPending,
  provider: trusted.provider,
  issuer: trusted.issuer,
  repository: trusted.repository,
  ownerId: trusted.ownerId,
  repositoryId: trusted.repositoryId,
  workflow: trusted.workflow,
  environment: trusted.environment,
  refPattern: trusted.refPattern,
  events: [...trusted.events],
  allowReusable: trusted.allowReusable,
  unpinnedEnvironment: trusted.unpinnedEnvironment,
  createdAtMs: trusted.createdAtMs,
  lastUsedAtMs: trusted.lastUsedAtMs,
})
