import { createApp } from "./app.ts"
import { holdSigningKey } from "./domain/signing/hold-key.ts"
import { holdMode } from "./database-mode.ts"
import { ConfigError, type DataConfig, type ListenConfig } from "./config.ts"
import { createContext } from "./context.ts"
import type { AppContext, Log } from "./domain/context.ts"
import type { DatabaseMode, Store } from "./domain/store.ts"
import { listen } from "./listen.ts"
import { createLog } from "./log.ts"
import { isSharedDatabase, openStore } from "./storage/open.ts"
import { startSealer } from "./sealer.ts"
import { createSigner } from "./signing.ts"
import { sweep } from "./sweep.ts"
import { writeCollected } from "./write-collected.ts"

export interface Running {
  readonly url: string
  readonly context: AppContext
  /** Drains: no new connection, the running requests end, then the store closes. */
  stop(): Promise<void>
}

/** Config → store → app → listen. Nothing is listening before the database is up to date. */
export async function run(mode: DatabaseMode, data: DataConfig, at: ListenConfig): Promise<Running> {
  const log = createLog(at.logLevel)
  const store = await openStore(data.databaseUrl, { log })
  try {
    await holdMode(store, mode)
    await requireSigningKey(store, data.secretKey)
    return await start(store, log, data, at)
  } catch (error) {
    // Open connections would keep a process alive that has nothing left to do.
    await store.close()
    throw error
  }
}

/** @throws ConfigError, for without its key the registry could sign no release and no revocation. */
async function requireSigningKey(store: Store, secretKey: string): Promise<void> {
  if (await holdSigningKey({ store, signer: createSigner(secretKey) }, Date.now())) return
  throw new ConfigError(
    "The signing key was made under another FLEETPROMPT_SECRET_KEY. Put that one back, " +
      "or have a new one take over: fleetprompt-server signing-key rotate",
  )
}

async function start(store: Store, log: Log, data: DataConfig, at: ListenConfig): Promise<Running> {
  let context: AppContext | undefined
  const listener = await listen(at, (url) => {
    const { publishersPerUserMax, trustedProxies, hosts, oidc, rateLimitScale = 1 } = at
    const settings = { publicUrl: at.publicUrl ?? url, publishersPerUserMax, trustedProxies, hosts }
    const ci = at.ci && { ...at.ci, audience: at.ci.audience ?? settings.publicUrl }
    const shared = isSharedDatabase(data.databaseUrl)
    context = createContext({ store, secretKey: data.secretKey, settings, log, oidc, ci, rateLimitScale, shared })
    return createApp(context)
  })
  if (context === undefined) throw new Error("The server is listening without an app.")
  const stopSweeping = sweep(context)
  const stopSealing = startSealer(context)
  const writeLast = writeCollected(context)
  const { installWaits } = context
  const stop = async () => {
    stopSweeping()
    installWaits.close()
    await listener.close()
    await writeLast()
    await stopSealing()
    await store.close()
  }
  return { url: listener.url, context, stop }
}

/** Waits for the operator's Ctrl-C or the supervisor's SIGTERM, then drains. A second signal ends at once. */
export async function untilStopped(running: Running): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve())
  })
  await running.stop()
}
