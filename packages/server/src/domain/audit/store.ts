import type { AuditAction, AuditEntry, AuditRecord } from "./audit.ts"
import type { ChainHead, ChainLink, StoredEntry } from "./chain.ts"

/** Which entries to read; all given conditions must hold. */
export interface AuditFilter {
  readonly publisherId?: string | undefined
  readonly subjectId?: string | undefined
  readonly actorId?: string | undefined
  readonly action?: string | undefined
  /** From that moment on. */
  readonly sinceMs?: number | undefined
  /** Before that moment. */
  readonly untilMs?: number | undefined
}

/** A link with the entry it stands for; null where that is gone. */
export interface LinkedEntry {
  readonly link: ChainLink
  readonly entry: StoredEntry | null
}

/** Where in the log an entry stands, and whether it is neither chained nor waiting to be. */
export interface EntryPlace {
  readonly seq: number
  readonly isStray: boolean
}

export interface AuditReads {
  /** Entries that pass the filter and have a `seq` below that one, newest first. */
  search(filter: AuditFilter, beforeSeq: number, limit: number): Promise<AuditRecord[]>
  head(): Promise<ChainHead>
  /** Links after that position, in order. */
  listLinked(afterPosition: number, limit: number): Promise<LinkedEntry[]>
  /** Entries after that `seq`, in order. */
  listPlaces(afterSeq: number, limit: number): Promise<EntryPlace[]>
  /** How many entries wait to be chained, counted up to a limit. */
  countWaiting(limit: number): Promise<number>
  /** The `seq` of an entry that is waiting to be chained and gone from the log. */
  findLostWaiting(): Promise<number | undefined>
}

/** What chaining needs of the log. */
export interface AuditChainStore {
  /** The head, which nobody else can read for changing until this transaction ends. */
  lockHead(): Promise<ChainHead>
  /** Entries that wait to be chained, by `seq`. */
  listWaiting(limit: number): Promise<StoredEntry[]>
  /** Adds links to the end, moves the head there and lets their entries wait no more. */
  appendLinks(links: readonly ChainLink[]): Promise<void>
}

export interface AuditStore extends AuditChainStore {
  /** Adds an entry, and has it wait to be chained; the database itself refuses to change or remove one. */
  append(entry: AuditEntry): Promise<void>
  /** Entries about one subject, oldest first, at most 1,000; all actions where none is named. */
  list(subjectId: string, action?: AuditAction): Promise<AuditEntry[]>
}
