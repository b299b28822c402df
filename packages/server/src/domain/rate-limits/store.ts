/** How far a bucket is used up: uses since its window began, and when that window is over. */
export interface RateLimitWindow {
  readonly uses: number
  readonly endsAtMs: number
}

export interface RateLimitReads {
  /** The window of a bucket, over or not; undefined where nothing was ever counted in it. */
  find(bucket: string): Promise<RateLimitWindow | undefined>
}

export interface RateLimitStore extends RateLimitReads {
  /** Counts one use. Where there is no window, or it is over, a new one begins. Of uses at the same time each counts. */
  count(bucket: string, nowMs: number, windowMs: number): Promise<RateLimitWindow>
  /** Removes windows that were over before that moment and returns how many. */
  purge(beforeMs: number): Promise<number>
}
