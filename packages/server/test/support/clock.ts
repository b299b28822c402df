/** A clock that moves only when a test moves it. */
export interface Clock {
  readonly nowMs: () => number
  readonly advance: (ms: number) => void
}

export const minutes = (count: number): number => count * 60_000
export const days = (count: number): number => count * 86_400_000

export function createClock(startMs = Date.UTC(2026, 0, 31)): Clock {
  let nowMs = startMs
  return {
    nowMs: () => nowMs,
    advance: (ms) => {
      nowMs += ms
    },
  }
}
