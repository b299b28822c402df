import { ConfigError } from "./config.ts"
import type { DatabaseMode, Store } from "./domain/store.ts"

/**
 * Stamps a new database and refuses one of the other mode: users invented for development must never be let in
 * where real ones are (DESIGN §6).
 * @throws ConfigError.
 */
export async function holdMode(store: Pick<Store, "mode" | "stampMode">, mode: DatabaseMode): Promise<void> {
  await store.stampMode(mode)
  const stamped = await store.mode()
  if (stamped !== mode) {
    throw new ConfigError(
      `This database was made by "${stamped}" and cannot be used by "${mode}". Use another database.`,
    )
  }
}
