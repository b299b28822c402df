import type { MemberRole } from "@fleetprompt/sdk/contracts"
import type { Membership, Publisher, PublisherMember } from "./publisher.ts"

export interface PublisherReads {
  findByHandle(handle: string): Promise<Publisher | undefined>
  /** A user's publishers by handle, at most 1,000. */
  membershipsOf(userId: string): Promise<Membership[]>
  /** Undefined for a user who is no member. */
  roleOf(publisherId: string, userId: string): Promise<MemberRole | undefined>
}

export interface PublisherStore extends PublisherReads {
  /** False where the handle is taken. */
  insert(publisher: Publisher): Promise<boolean>
  addMember(member: PublisherMember): Promise<void>
  countOwnedBy(userId: string): Promise<number>
}
