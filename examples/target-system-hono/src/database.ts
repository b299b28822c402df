import Database from "better-sqlite3"

/** This system's own data. FleetPrompt never sees it. */
export type Workspace = Database.Database

/** Opens the workspace and, when it is new, gives it three members. */
export function openWorkspace(path: string): Workspace {
  const workspace = new Database(path)
  workspace.pragma("journal_mode = WAL")
  // The redemption store lives here too, and a reply must not leave before its commit is on disk.
  workspace.pragma("synchronous = FULL")
  workspace.exec(`
    CREATE TABLE IF NOT EXISTS members (name TEXT PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('builder', 'viewer'))) STRICT;
    INSERT OR IGNORE INTO members VALUES ('bob', 'builder'), ('eve', 'builder'), ('vera', 'viewer');
    CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, member TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS agents (
      redemption_id TEXT PRIMARY KEY,
      slug TEXT NOT NULL,
      version TEXT NOT NULL,
      digest TEXT NOT NULL,
      upstream_id TEXT NOT NULL,
      imported_by TEXT NOT NULL
    ) STRICT;
  `)
  return workspace
}
