export { type SqlAccess, type SqlDialect, sqlStore, sqlTables } from "./sql-store.ts"
