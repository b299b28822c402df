/** A clock that moves only when a test moves it. */
export interface Clock {
  readonly nowMs: () => number
  /** Moves the time on and fires every timer that is due by then. */
  readonly advance: (ms: number) => void
  /** Calls back when the clock has moved so far, unless it is called off. */
  readonly setTimer: (ms: number, fire: () => void) => () => void
}

export const minutes = (count: number): number => count * 60_000
export const hours = (count: number): number => count * 3_600_000
export const days = (count: number): number => count * 86_400_000

export function createClock(startMs = Date.UTC(2026, 0, 31)): Clock {
  let nowMs = startMs
  const timers = new Set<{ atMs: number; fire: () => void }>()
  return {
    nowMs: () => nowMs,
    advance: (ms) => {
      nowMs += ms
      for (const timer of timers) if (timer.atMs <= nowMs && timers.delete(timer)) timer.fire()
    },
    setTimer: (ms, fire) => {
      const timer = { atMs: nowMs + ms, fire }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }
}
