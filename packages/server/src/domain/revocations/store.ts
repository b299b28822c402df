import type { Revocation } from "./revocation.ts"

export interface RevocationReads {
  /** Entries with a greater `seq`, in order. A reader who has seen one has seen all before it. */
  listAfter(seq: number, limit: number): Promise<Revocation[]>
}

export interface RevocationStore extends RevocationReads {
  /** Adds an entry for one release. */
  append(entry: Omit<Revocation, "seq">): Promise<void>
  /** Adds an entry for every release of a listing that is not revoked itself. */
  appendListing(listingId: string, entry: Omit<Revocation, "seq" | "releaseId">): Promise<void>
}
