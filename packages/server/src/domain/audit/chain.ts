import { canonicalJson } from "@fleetprompt/sdk/contracts"

/** An entry as it is stored, which is what the chain covers. `details` is the text of its JSON. */
export interface StoredEntry {
  readonly seq: number
  readonly action: string
  readonly actorKind: string
  readonly actorId: string
  readonly requestId: string
  readonly subjectId: string
  readonly publisherId: string | null
  readonly atMs: number
  readonly details: string
}

/** How far the chain goes: the place of its last link, counted from one, and the hash of it. */
export interface ChainHead {
  readonly position: number
  readonly hash: string
}

/** The place of one entry in the chain. */
export interface ChainLink extends ChainHead {
  readonly seq: number
  readonly previousHash: string
}

/** The head of a chain without a link. */
export const emptyChain: ChainHead = { position: 0, hash: "0".repeat(64) }

/** SHA-256 of a text in hexadecimal. */
export type Hash = (text: string) => string

/** The link of the entry that comes next after that head: its hash covers the place, the hash before and all of the entry. */
export function linkOf(hash: Hash, head: ChainHead, entry: StoredEntry): ChainLink {
  const position = head.position + 1
  const previousHash = head.hash
  const covered = canonicalJson({ position, previousHash, ...entry })
  return { position, previousHash, seq: entry.seq, hash: hash(covered) }
}
