import type { AppContext } from "./domain/context.ts"

const everyMs = 60_000

/** Writes when tokens were last used, once a minute and for the last time when stopped. */
export function writeTokenUses(context: AppContext): () => Promise<void> {
  const write = () =>
    context.tokenUses
      .flush(context)
      .catch((error: unknown) => context.log.warn({ error }, "When tokens were used could not be written yet."))
  const timer = setInterval(() => void write(), everyMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    return write()
  }
}
