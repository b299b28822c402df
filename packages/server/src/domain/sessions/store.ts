import type { User } from "../identity/user.ts"
import type { SeekPage } from "../paging/seek.ts"
import type { DeviceLogin } from "./device-login.ts"
import type { CliSession } from "./session.ts"

export interface SessionReads {
  find(sessionId: string): Promise<CliSession | undefined>
  /** A user's sessions, whatever their state, newest first. */
  listOfUser(userId: string, page: SeekPage): Promise<CliSession[]>
  findByHash(secretHash: string): Promise<{ session: CliSession; user: User } | undefined>
}

export interface SessionStore extends SessionReads {
  insert(session: CliSession): Promise<void>
  /** Sessions of a user that are not revoked, with their last use, for counting those that are not over. */
  listLive(userId: string): Promise<CliSession[]>
  /** False where it is revoked already. */
  revoke(sessionId: string, nowMs: number): Promise<boolean>
  /** Moves the time of last use forward, never back. */
  noteUse(sessionId: string, usedAtMs: number): Promise<void>
}

export interface DeviceLoginReads {
  /** One that waits for a decision and whose time is not up. */
  findPending(userCode: string, nowMs: number): Promise<DeviceLogin | undefined>
}

export interface DeviceLoginStore extends DeviceLoginReads {
  /** False where the user code is in use. */
  insert(login: DeviceLogin): Promise<boolean>
  /** Holds the login until the transaction ends, so that two polls come one after the other. */
  lockByCode(deviceCodeHash: string): Promise<DeviceLogin | undefined>
  /** Decides one that waits; of any number who decide exactly one is true. */
  decide(loginId: string, status: "approved" | "denied", userId: string): Promise<boolean>
  notePoll(loginId: string, polledAtMs: number, intervalMs: number): Promise<void>
  giveSession(loginId: string, sessionId: string): Promise<void>
  /** Forgets those whose time was up before that. Returns how many. */
  purge(beforeMs: number): Promise<number>
}
