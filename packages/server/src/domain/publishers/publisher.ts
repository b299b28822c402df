import type { MemberRole, ModerationReason, VerificationMethod } from "@fleetprompt/sdk/contracts"

/** A publisher as each of its listings names it. */
export interface PublisherName {
  readonly publisherId: string
  readonly handle: string
  readonly displayName: string
  readonly verifiedAtMs: number | null
  readonly verificationMethod: VerificationMethod | null
  /** While it is set, nothing of the publisher changes and its listings are suspended. */
  readonly lockedAtMs: number | null
  readonly lockReason: ModerationReason | null
  readonly createdAtMs: number
}

/** The owner of listings: a handle, a profile and its members. */
export interface Publisher extends PublisherName {
  /** One line about who they are. */
  readonly description: string | null
  readonly homepageUrl: string | null
  /** Goes up by one with every change; the ETag is made of it. */
  readonly rowVersion: number
}

/** A user's place in a publisher. */
export interface PublisherMember {
  readonly publisherId: string
  readonly userId: string
  readonly role: MemberRole
  readonly addedAtMs: number
}

/** A member as the other members see them. */
export interface KnownMember {
  readonly userId: string
  readonly iss: string
  readonly sub: string
  readonly role: MemberRole
  readonly addedAtMs: number
}

/** A publisher as one of its members sees it. */
export interface Membership {
  readonly publisherId: string
  readonly handle: string
  readonly role: MemberRole
}
