import type { AppContext } from "./domain/context.ts"

const everyMs = 60_000

/** Writes when credentials were last used, once a minute and for the last time when stopped. */
export function writeUses(context: AppContext): () => Promise<void> {
  const write = async () => {
    for (const uses of [context.tokenUses, context.credentialUses]) {
      await uses
        .flush(context)
        .catch((error: unknown) => context.log.warn({ error }, "When credentials were used could not be written yet."))
    }
  }
  const timer = setInterval(() => void write(), everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    return write()
  }
}
