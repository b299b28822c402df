export { type SqliteDatabase, sqliteStore } from "./sqlite-store.ts"
