import type { InstallWaits } from "../../src/domain/installs/wait.ts"

/** Waits that tell when somebody begins to pause. */
export const watchedWaits = (waits: InstallWaits, tell: () => void): InstallWaits => ({
  ...waits,
  begin(callerId, id) {
    const wait = waits.begin(callerId, id)
    if (wait === undefined) return undefined
    const pause = (ms: number, signal: AbortSignal) => {
      tell()
      return wait.pause(ms, signal)
    }
    return { ...wait, pause }
  },
})
