import { DatabaseSync } from "node:sqlite"

/** This system's own data, in the SQLite that comes with Node. FleetPrompt never sees it. */
export type FlowDatabase = DatabaseSync

/** Opens it and, when it is new, gives it three people in three teams. */
export function openDatabase(path: string): FlowDatabase {
  const database = new DatabaseSync(path)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS teams (
      team TEXT PRIMARY KEY,
      plan TEXT NOT NULL CHECK (plan IN ('free', 'pro', 'ended'))
    ) STRICT;
    INSERT OR IGNORE INTO teams VALUES ('support', 'pro'), ('sales', 'free'), ('interns', 'ended');
    CREATE TABLE IF NOT EXISTS people (name TEXT PRIMARY KEY, team TEXT NOT NULL REFERENCES teams) STRICT;
    INSERT OR IGNORE INTO people VALUES ('bob', 'support'), ('eve', 'sales'), ('vera', 'interns');
    CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, person TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS flows (
      redemption_id TEXT PRIMARY KEY,
      team TEXT NOT NULL REFERENCES teams,
      slug TEXT NOT NULL,
      version TEXT NOT NULL,
      workflow_id TEXT NOT NULL
    ) STRICT;
  `)
  return database
}
