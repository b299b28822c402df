import Database from "better-sqlite3"

/** This system's own data. FleetPrompt never sees it. */
export type Library = Database.Database

/** Opens the library and, when it is new, gives it its staff and one publisher it trusts. */
export function openLibrary(path: string): Library {
  const library = new Database(path)
  library.pragma("journal_mode = WAL")
  // The redemption store lives here too, and a reply must not leave before its commit is on disk.
  library.pragma("synchronous = FULL")
  library.exec(`
    CREATE TABLE IF NOT EXISTS staff (name TEXT PRIMARY KEY, is_editor INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO staff VALUES ('bob', 1), ('eve', 1), ('vera', 0);
    CREATE TABLE IF NOT EXISTS trusted_publishers (handle TEXT PRIMARY KEY) STRICT;
    INSERT OR IGNORE INTO trusted_publishers VALUES ('acme');
    CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, person TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS specs (
      redemption_id TEXT PRIMARY KEY,
      slug TEXT NOT NULL,
      version TEXT NOT NULL,
      digest TEXT NOT NULL,
      spec_asset_id TEXT NOT NULL
    ) STRICT;
  `)
  return library
}
