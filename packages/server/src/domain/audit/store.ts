import type { AuditAction, AuditEntry } from "./audit.ts"

export interface AuditStore {
  /** Adds an entry; the database itself refuses to change or remove one. */
  append(entry: AuditEntry): Promise<void>
  /** Entries about one subject, oldest first, at most 1,000; all actions where none is named. */
  list(subjectId: string, action?: AuditAction): Promise<AuditEntry[]>
}
