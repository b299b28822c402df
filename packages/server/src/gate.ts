import { Refusal } from "./domain/refusal.ts"

/**
 * Lets so many pieces of work run at once and so many more wait.
 * @throws Refusal UNAVAILABLE, from the returned function, where the waiting room is full.
 */
export function createGate({ runningMax, waitingMax }: { runningMax: number; waitingMax: number }) {
  let running = 0
  const waiting: (() => void)[] = []
  return async function pass<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running < runningMax) running++
    else if (waiting.length < waitingMax) await new Promise<void>((resolve) => waiting.push(resolve))
    else throw new Refusal("UNAVAILABLE", "Too much is being done at this moment. Nothing was changed.")
    try {
      return await work()
    } finally {
      // Whoever waits takes over the place, so the count stays.
      const next = waiting.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
