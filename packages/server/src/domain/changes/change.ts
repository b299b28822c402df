import type { ChangeKind } from "@fleetprompt/sdk/contracts"

/** A public event before it has its place in the feed. It holds no content: a tombstone must stay true for ever. */
export interface NewChange {
  readonly kind: ChangeKind
  readonly listingId: string
  readonly publisherId: string
  readonly slug: string
  readonly version: string | null
  readonly atMs: number
}

/** A public event. `seq` counts up from one without a hole, in the order of the commits. */
export interface Change extends NewChange {
  readonly seq: number
}
