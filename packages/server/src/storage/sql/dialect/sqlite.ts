import type { Ddl, Dialect, RemovalRule, UpdateRule } from "./dialect.ts"

const ddl: Ddl = {
  text: "text",
  ms: "integer",
  sequence: "integer primary key autoincrement",
  strict: "strict",
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
}

const isNewRowsKey = (key: readonly string[]): string =>
  `(${key.map((column) => `${column} = new.${column}`).join(" and ")})`

export const sqliteDialect: Dialect = {
  locksRows: false,
  ddl,
  // The transaction began with BEGIN IMMEDIATE: the file is ours until it ends.
  lockMigrations: async () => {},
}
