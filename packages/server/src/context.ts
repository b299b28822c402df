import type { AppContext, Log, Settings } from "./domain/context.ts"
import type { Store } from "./domain/store.ts"
import { newId } from "./ids.ts"
import { createSecrets } from "./secrets.ts"

/** The context of a running server: the real clock, random ids, and hashing under the operator's key. */
export function createContext(parts: { store: Store; secretKey: string; settings: Settings; log: Log }): AppContext {
  const { store, settings, log } = parts
  return { store, settings, log, secrets: createSecrets(parts.secretKey), nowMs: () => Date.now(), newId }
}
