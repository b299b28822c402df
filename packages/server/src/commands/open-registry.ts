import { createContext } from "../context.ts"
import { type DataConfig, devConfig, serveConfig } from "../config.ts"
import { holdMode } from "../database-mode.ts"
import type { AppContext, Settings } from "../domain/context.ts"
import type { DatabaseMode } from "../domain/store.ts"
import { createLog } from "../log.ts"
import { openStore } from "../storage/open.ts"

/** Where a command finds its registry: a development folder, or what the environment names. */
export interface DataOptions {
  readonly data?: string
}

export const dataConfig = ({ data }: DataOptions): { config: DataConfig; mode: DatabaseMode } =>
  data === undefined ? { config: serveConfig(), mode: "serve" } : { config: devConfig(data), mode: "dev" }

/** Opens the registry for a command that does one thing, and closes it however that ends. */
export async function withRegistry<Result>(
  options: DataOptions,
  work: (context: AppContext) => Promise<Result>,
): Promise<Result> {
  const { config, mode } = dataConfig(options)
  const log = createLog("warn")
  const store = await openStore(config.databaseUrl, { log })
  try {
    await holdMode(store, mode)
    const settings: Settings = { publicUrl: "http://localhost", publishersPerUserMax: 0, trustedProxies: 0 }
    return await work(createContext({ store, secretKey: config.secretKey, settings, log }))
  } finally {
    await store.close()
  }
}
