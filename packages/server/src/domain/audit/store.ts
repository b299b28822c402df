import type { AuditAction, AuditEntry, AuditRecord } from "./audit.ts"

/** Which entries to read; all given conditions must hold. */
export interface AuditFilter {
  readonly publisherId?: string | undefined
  readonly subjectId?: string | undefined
  readonly actorId?: string | undefined
  readonly action?: string | undefined
}

export interface AuditReads {
  /** Entries that pass the filter and have a `seq` below that one, newest first. */
  search(filter: AuditFilter, beforeSeq: number, limit: number): Promise<AuditRecord[]>
}

export interface AuditStore {
  /** Adds an entry; the database itself refuses to change or remove one. */
  append(entry: AuditEntry): Promise<void>
  /** Entries about one subject, oldest first, at most 1,000; all actions where none is named. */
  list(subjectId: string, action?: AuditAction): Promise<AuditEntry[]>
}
