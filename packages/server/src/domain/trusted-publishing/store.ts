import type { CiToken, KnownTrustedPublisher, TrustedPublisher } from "./trusted-publisher.ts"

export interface TrustedPublishingReads {
  /** Those of a publisher, or of one of its slugs, oldest first, at most 1,000. */
  list(publisherId: string, slugName?: string): Promise<KnownTrustedPublisher[]>
  /** The same by the handle, for whoever names a slug. */
  listOfSlug(handle: string, slugName: string): Promise<KnownTrustedPublisher[]>
  findToken(tokenHash: string): Promise<CiToken | undefined>
  /** Whether the listing of that slug takes releases from its trusted publishers alone. */
  isRequired(publisherId: string, slugName: string): Promise<boolean>
}

export interface TrustedPublishingStore extends TrustedPublishingReads {
  insert(trusted: TrustedPublisher): Promise<void>
  /** Takes it away with its tokens. */
  remove(trustedPublisherId: string): Promise<void>
  /** Takes away everything of a slug whose listing leaves it: trusted publishers, their tokens, the requirement. */
  clear(publisherId: string, slugName: string): Promise<void>
  setRequired(publisherId: string, slugName: string, required: boolean): Promise<void>
  /** Keeps what a run that was let in has shown. False where it is gone, or pinned to another repository by now. */
  noteUse(use: TrustedPublisherUse): Promise<boolean>
  /** The primary key decides: of any number of equal tokens at once one is new. */
  rememberJti(issuer: string, jti: string, expiresAtMs: number): Promise<boolean>
  insertToken(token: CiToken): Promise<void>
  /** False where it is revoked already. */
  revokeToken(ciTokenId: string, atMs: number): Promise<boolean>
  noteTokenUse(ciTokenId: string, atMs: number): Promise<void>
  /** Removes what has been over since before that moment. Returns how many rows. */
  purge(beforeMs: number): Promise<number>
}

/** What the last run has shown; its repository is the only one from then on. */
export interface TrustedPublisherUse {
  readonly trustedPublisherId: string
  readonly repositoryId: string
  readonly unpinnedEnvironment: string | null
  readonly usedAtMs: number
}
