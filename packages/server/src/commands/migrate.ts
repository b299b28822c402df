import { holdMode } from "../database-mode.ts"
import { createLog } from "../log.ts"
import { openStore } from "../storage/open.ts"
import { type DataOptions, dataConfig } from "./open-registry.ts"

/** Opening a store migrates it, so this opens one and says so. */
export async function migrate(options: DataOptions): Promise<void> {
  const { config, mode } = dataConfig(options)
  const store = await openStore(config.databaseUrl, { log: createLog("info") })
  try {
    await holdMode(store, mode)
  } finally {
    await store.close()
  }
  process.stdout.write("The database is up to date.\n")
}
