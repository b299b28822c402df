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
}

export interface TokenReads {
  findByHash(tokenHash: string): Promise<{ token: PersonalToken; user: User } | undefined>
}

export interface TokenStore extends TokenReads {
  insert(token: PersonalToken): Promise<void>
}
