import type * as wire from "@fleetprompt/sdk/contracts"
import type { Publisher } from "../../domain/publishers/publisher.ts"

/** A publisher as anyone may see it. */
export const publicPublisher = (publisher: Publisher): wire.Publisher => ({
  publisherId: publisher.publisherId,
  handle: publisher.handle,
  displayName: publisher.displayName,
  verifiedAtMs: publisher.verifiedAtMs,
  createdAtMs: publisher.createdAtMs,
})
