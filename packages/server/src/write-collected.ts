import type { AppContext } from "./domain/context.ts"

/** How much a crash may lose: of when credentials were used, and of the views of listings. */
const usesEveryMs = 60_000
const viewsEveryMs = 10_000

const unwrittenUses = "When credentials were used could not be written yet."

/** Writes what is collected in memory every now and then, and for the last time when stopped. */
export function writeCollected(context: AppContext): () => Promise<void> {
  const { tokenUses, sessionUses, webSessionUses, credentialUses, viewCounts, log } = context
  const stops = [
    every(usesEveryMs, () => tokenUses.flush(context), unwrittenUses),
    every(usesEveryMs, () => sessionUses.flush(context), unwrittenUses),
    every(usesEveryMs, () => webSessionUses.flush(context), unwrittenUses),
    every(usesEveryMs, () => credentialUses.flush(context), unwrittenUses),
    every(viewsEveryMs, () => viewCounts.flush(context), "How often listings were viewed could not be written yet."),
  ]
  return async () => {
    for (const stop of stops) await stop()
  }

  function every(ms: number, flush: () => Promise<void>, failure: string): () => Promise<void> {
    let last = Promise.resolve()
    // One after the other: the last one begins when no other is on its way, and ends before the store closes.
    const write = () => (last = last.then(flush).catch((error: unknown) => log.warn({ error }, failure)))
    const timer = setInterval(() => void write(), ms)
    timer.unref()
    return () => {
      clearInterval(timer)
      return write()
    }
  }
}
