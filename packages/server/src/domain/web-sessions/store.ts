import type { User } from "../identity/user.ts"
import type { SignInLink, WebSession } from "./session.ts"

export interface WebSessionReads {
  findByHash(secretHash: string): Promise<{ session: WebSession; user: User } | undefined>
}

export interface WebSessionStore extends WebSessionReads {
  insert(session: WebSession): Promise<void>
  /** Moves the time of last use forward, never back. */
  noteUse(sessionId: string, usedAtMs: number): Promise<void>
  /** False where it was ended already. */
  remove(sessionId: string): Promise<boolean>
  /** Forgets those that began before that. Returns how many. */
  purge(beforeMs: number): Promise<number>
}

export interface SignInLinkReads {
  /** The user of a link whose time is not up at that moment. */
  findUser(secretHash: string, nowMs: number): Promise<User | undefined>
}

export interface SignInLinkStore extends SignInLinkReads {
  insert(link: SignInLink): Promise<void>
  /** Removes one whose time is not up and returns it; of any number of takers exactly one receives it. */
  take(secretHash: string, nowMs: number): Promise<SignInLink | undefined>
  /** Forgets those whose time is up. Returns how many. */
  purge(nowMs: number): Promise<number>
}
