import { sql } from "kysely"
import type { Ddl, DeleteRule, Dialect, RemovalRule, UpdateRule } from "./dialect.ts"
import { postgresSearch } from "../search/postgres.ts"
import { postgresSearchIndexes } from "../search/postgres-indexes.ts"
import { postgresTextIndexes } from "../search/postgres-text-indexes.ts"

const ddl: Ddl = {
  text: 'text collate "C"',
  bytes: "bytea",
  ms: "bigint",
  sequence: "bigint generated always as identity primary key",
  strict: "",
  unlogged: "unlogged",
  searchIndexes: postgresSearchIndexes,
  textIndexes: postgresTextIndexes,
  preamble: [
    `create function refuse_change() returns trigger language plpgsql as
      $$ begin raise exception using message = tg_argv[0], errcode = 'restrict_violation'; end $$`,
  ],
  refuseUpdate: ({ name, table, columns, when, message }: UpdateRule) =>
    `create trigger ${name} before update of ${columns} on ${table} for each row
      ${when === undefined ? "" : `when (${when})`}
      execute function refuse_change('${message}')`,
  refuseRemoval: ({ table, message }: RemovalRule) => [
    `create trigger ${table}_stay before delete on ${table} for each row execute function refuse_change('${message}')`,
    `create trigger ${table}_stay_all before truncate on ${table} execute function refuse_change('${message}')`,
  ],
  // The WHEN of a trigger cannot ask another table here, so the condition goes into a function of its own.
  refuseDelete: ({ name, table, unless, message }: DeleteRule) => [
    `create function ${name}() returns trigger language plpgsql as
      $$ begin
        if ${unless} then return old; end if;
        raise exception using message = '${message}', errcode = 'restrict_violation';
      end $$`,
    `create trigger ${name} before delete on ${table} for each row execute function ${name}()`,
  ],
  dropTrigger: ({ name, table }) => `drop trigger ${name} on ${table}`,
}

/** Any number will do, as long as nobody else in the same database takes it. */
const migrationLock = 4_605_183_920_714

export const postgresDialect: Dialect = {
  locksRows: true,
  ddl,
  search: postgresSearch,
  async lockMigrations(db) {
    await sql`set local statement_timeout = 0`.execute(db)
    await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(db)
  },
}
