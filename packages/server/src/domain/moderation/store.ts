import type { ModerationReason, ModerationRole, VerificationMethod } from "@fleetprompt/sdk/contracts"
import type { SeekPage } from "../paging/seek.ts"
import type { Appeal, Suspension, SuspensionView } from "./suspension.ts"

/** A user with what moderation knows of them. */
export interface ModeratedUser {
  readonly userId: string
  readonly iss: string
  readonly sub: string
  readonly role: ModerationRole | null
  readonly lockedAtMs: number | null
  readonly lockReason: ModerationReason | null
}

/** Since when something is locked, and why; null for unlocked. */
export type Lock = { readonly atMs: number; readonly reason: ModerationReason } | null

export interface ModerationReads {
  /** Null for a user without a role, and for an unknown one. */
  roleOf(userId: string): Promise<ModerationRole | null>
  findUser(userId: string): Promise<ModeratedUser | undefined>
  /** Users with that id or `sub`, at most so many. */
  listNamed(name: string, limit: number): Promise<ModeratedUser[]>
  /** Users with a role or a lock by id, at most so many. */
  listNotable(limit: number): Promise<ModeratedUser[]>
}

export interface ModerationStore extends ModerationReads {
  setRole(userId: string, role: ModerationRole | null): Promise<void>
  setUserLock(userId: string, lock: Lock): Promise<void>
  setPublisherLock(publisherId: string, lock: Lock): Promise<void>
  /** How the badge came about; the badge itself is the publisher's. */
  setVerificationMethod(publisherId: string, method: VerificationMethod | null): Promise<void>
}

export interface SuspensionReads {
  find(listingId: string): Promise<Suspension | undefined>
  /** By `suspendedAtMs` and id, newest first; with or without an appeal where that is said. */
  list(appealed: boolean | undefined, page: SeekPage): Promise<SuspensionView[]>
}

export interface SuspensionStore extends SuspensionReads {
  /** Writes the suspension of a locked listing, in place of one it may have. */
  put(suspension: Suspension): Promise<void>
  remove(listingId: string): Promise<void>
  /** Adds an appeal; false where there is one, or no suspension. */
  appeal(listingId: string, appeal: Appeal): Promise<boolean>
  /** Suspensions of this publisher's listings that only its lock gave them, at most so many, by id. */
  listOfLock(publisherId: string, limit: number): Promise<Suspension[]>
}
