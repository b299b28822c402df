import type { MemberRole } from "@fleetprompt/sdk/contracts"
import type { KnownMember, Membership, Publisher, PublisherMember } from "./publisher.ts"

export interface PublisherReads {
  findByHandle(handle: string): Promise<Publisher | undefined>
  /** Publishers whose handle begins with that and comes after that one, by handle, at most so many. */
  listFrom(beginning: string, afterHandle: string, limit: number): Promise<Publisher[]>
  /** A user's publishers by handle, at most 1,000. */
  membershipsOf(userId: string): Promise<Membership[]>
  /** Undefined for a user who is no member. */
  roleOf(publisherId: string, userId: string): Promise<MemberRole | undefined>
  /** Everybody in the publisher, in the order they were added, at most 1,000. */
  listMembers(publisherId: string): Promise<KnownMember[]>
}

export interface PublisherStore extends PublisherReads {
  /** False where the handle is taken, or one that reads like it ({@link skeletonOf}). */
  insert(publisher: Publisher): Promise<boolean>
  addMember(member: PublisherMember): Promise<void>
  countOwnedBy(userId: string): Promise<number>
  /** As `findByHandle`, and makes other transactions that lock this publisher wait until this one ends. */
  lockByHandle(handle: string): Promise<Publisher | undefined>
  /** Writes the profile and row version of a locked publisher. Its listings name it, so their row versions go up too. */
  update(publisher: Publisher): Promise<void>
  /** Says since when the publisher is verified, or that it is not; row versions go up as with `update`. */
  setVerified(publisherId: string, verifiedAtMs: number | null): Promise<void>
  /** Gives a member another role. */
  setRole(publisherId: string, userId: string, role: MemberRole): Promise<void>
  removeMember(publisherId: string, userId: string): Promise<void>
}
