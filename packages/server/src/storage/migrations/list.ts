import { initial } from "./0001-initial.ts"
import type { Migration } from "./migration.ts"

/** Every migration in order; the number of each is its place, counted from one. */
export const migrations: readonly Migration[] = [initial]
