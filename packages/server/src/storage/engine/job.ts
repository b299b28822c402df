/** One caller's work on its way through a group commit. */
export interface Job {
  /** Does the work and keeps its end to itself; rejects where the work failed. */
  run(): Promise<void>
  /** Tells the caller how the work ended. */
  settle(): void
  /** Tells the caller that it all came to nothing. */
  fail(error: unknown): void
}

export function jobOf<Result>(
  work: () => Promise<Result>,
  resolve: (result: Result) => void,
  reject: (error: unknown) => void,
): Job {
  let tell: (() => void) | undefined
  return {
    async run() {
      try {
        const result = await work()
        tell = () => resolve(result)
      } catch (error) {
        tell = () => reject(error)
        throw error
      }
    },
    settle: () => tell?.(),
    fail: reject,
  }
}
