import type { ListingStatus, SuspensionReason } from "@fleetprompt/sdk/contracts"

/** Why a listing is suspended and what it was before: the private side of the status `suspended`. */
export interface Suspension {
  readonly listingId: string
  readonly reason: SuspensionReason
  /** What the publisher's members are told. */
  readonly note: string
  readonly statusBefore: Exclude<ListingStatus, "suspended">
  readonly suspendedAtMs: number
  readonly appeal: Appeal | null
}

/** The members' word against a suspension. */
export interface Appeal {
  readonly note: string
  readonly atMs: number
}

/** A suspension with what the listing is called. */
export interface SuspensionView extends Suspension {
  readonly slug: string
}
