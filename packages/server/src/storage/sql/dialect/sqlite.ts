import type { Ddl, DeleteRule, Dialect, RemovalRule, UpdateRule } from "./dialect.ts"
import { sqliteSearch } from "../search/sqlite.ts"
import { sqliteSearchIndexes } from "../search/sqlite-indexes.ts"
import { sqliteTextIndexes } from "../search/sqlite-text-indexes.ts"

const ddl: Ddl = {
  text: "text",
  bytes: "blob",
  ms: "integer",
  sequence: "integer primary key autoincrement",
  strict: "strict",
  unlogged: "",
  searchIndexes: sqliteSearchIndexes,
  textIndexes: sqliteTextIndexes,
  preamble: [],
  refuseUpdate: ({ name, table, columns, when, message }: UpdateRule) =>
    `create trigger ${name} before update of ${columns} on ${table}
      ${when === undefined ? "" : `when ${when}`}
      begin select raise(abort, '${message}'); end`,
  refuseRemoval: ({ table, keys, message }: RemovalRule) => [
    `create trigger ${table}_stay before delete on ${table} begin select raise(abort, '${message}'); end`,
    // INSERT OR REPLACE deletes the row in its way without firing a delete trigger, so the first row wins here.
    `create trigger ${table}_stay_first before insert on ${table}
      when exists (select 1 from ${table} where ${keys.map(isNewRowsKey).join(" or ")})
      begin select raise(ignore); end`,
  ],
  refuseDelete: ({ name, table, unless, message }: DeleteRule) => [
    `create trigger ${name} before delete on ${table}
      when not (${unless})
      begin select raise(abort, '${message}'); end`,
  ],
  dropTrigger: ({ name }) => `drop trigger ${name}`,
}

const isNewRowsKey = (key: readonly string[]): string =>
  `(${key.map((column) => `${column} = new.${column}`).join(" and ")})`

export const sqliteDialect: Dialect = {
  locksRows: false,
  ddl,
  search: sqliteSearch,
  // The transaction began with BEGIN IMMEDIATE: the file is ours until it ends.
  lockMigrations: async () => {},
}
