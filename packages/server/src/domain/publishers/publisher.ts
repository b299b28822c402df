import type { MemberRole } from "@fleetprompt/sdk/contracts"

/** The owner of listings: a handle and its members. */
export interface Publisher {
  readonly publisherId: string
  readonly handle: string
  readonly displayName: string
  readonly verifiedAtMs: number | null
  readonly createdAtMs: number
}

/** A user's place in a publisher. */
export interface PublisherMember {
  readonly publisherId: string
  readonly userId: string
  readonly role: MemberRole
  readonly addedAtMs: number
}

/** A publisher as one of its members sees it. */
export interface Membership {
  readonly publisherId: string
  readonly handle: string
  readonly role: MemberRole
}
