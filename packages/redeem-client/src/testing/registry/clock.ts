/** The registry's own clock, which decides when things expire. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number
  /** Moves it forward for good. */
  advance(ms: number): void
  /** Sets how far it is off besides: positive where it is ahead of everybody else's. */
  skew(ms: number): void
}

/** A clock that follows `base`, moved by hand. */
export function createClock(base: () => number): Clock {
  let advancedMs = 0
  let skewMs = 0
  return {
    nowMs: () => base() + advancedMs + skewMs,
    advance(ms) {
      advancedMs += ms
    },
    skew(ms) {
      skewMs = ms
    },
  }
}
