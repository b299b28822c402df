import type * as wire from "@fleetprompt/sdk/contracts"
import type { KnownMember, Publisher } from "../../domain/publishers/publisher.ts"
import { etagOf } from "../etag.ts"

/** A publisher as anyone may see it. */
export const publicPublisher = (publisher: Publisher): wire.Publisher => ({
  publisherId: publisher.publisherId,
  handle: publisher.handle,
  displayName: publisher.displayName,
  description: publisher.description,
  homepageUrl: publisher.homepageUrl,
  verifiedAtMs: publisher.verifiedAtMs,
  verificationMethod: publisher.verificationMethod,
  createdAtMs: publisher.createdAtMs,
})

/** The entity tag of a publisher. */
export const publisherEtag = (publisher: Publisher): { etag: string } => ({ etag: etagOf("pub", publisher.rowVersion) })

/** A member as the other members see them. */
export const knownMember = (member: KnownMember): wire.PublisherMember => ({
  userId: member.userId,
  iss: member.iss,
  sub: member.sub,
  role: member.role,
  addedAtMs: member.addedAtMs,
})
