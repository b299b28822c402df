import { join } from "node:path"
import Database from "better-sqlite3"

/**
 * What the target of the kill test keeps. `imports` has no unique key on purpose: nothing but its own care keeps an
 * install from being made twice.
 */
export function openTargetDatabase(folder: string): Database.Database {
  const database = new Database(join(folder, "target.db"), { timeout: 10_000 })
  database.pragma("journal_mode = wal")
  database.pragma("synchronous = full")
  database.exec(`
    create table if not exists inbox (
      token text primary key,
      state text not null default 'brought' check (state in ('brought', 'imported', 'reported'))
    ) strict;
    create table if not exists redemption_ids (token_hash text primary key, redemption_id text not null) strict;
    create table if not exists answers (install_intent_id text not null, redemption text not null, replayed integer not null) strict;
    create table if not exists imports (install_intent_id text not null, redemption_id text not null, digest text not null) strict;
  `)
  return database
}
