import type { SeekPage } from "../paging/seek.ts"
import type { PersonalToken, User } from "./user.ts"

export interface UserReads {
  find(userId: string): Promise<User | undefined>
  findByIdentity(iss: string, sub: string): Promise<User | undefined>
}

export interface UserStore extends UserReads {
  /** False where this (iss, sub) is already known. */
  insert(user: User): Promise<boolean>
  /** Makes this user's other transactions that lock wait until this one ends. */
  lock(userId: string): Promise<void>
  /** Reads a user and keeps others from locking them until this transaction ends; others may hold them too. */
  hold(userId: string): Promise<User | undefined>
}

export interface TokenReads {
  find(tokenId: string): Promise<PersonalToken | undefined>
  /** A user's tokens, whatever their state, newest first. */
  listOfUser(userId: string, page: SeekPage): Promise<PersonalToken[]>
  findByHash(tokenHash: string): Promise<{ token: PersonalToken; user: User } | undefined>
}

export interface TokenStore extends TokenReads {
  insert(token: PersonalToken): Promise<void>
  /** Tokens of a user that are neither revoked nor over at that moment. */
  countLive(userId: string, nowMs: number): Promise<number>
  /** False where it is revoked already. */
  revoke(tokenId: string, nowMs: number): Promise<boolean>
  /** Moves the time of last use forward, never back. */
  noteUse(tokenId: string, usedAtMs: number): Promise<void>
}
