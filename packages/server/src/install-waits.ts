import type { InstallWait, InstallWaits } from "./domain/installs/wait.ts"

/** Calls back after that time, unless it is called off. */
export type SetTimer = (ms: number, fire: () => void) => () => void

const setRealTimer: SetTimer = (ms, fire) => {
  const timer = setTimeout(fire, ms)
  return () => clearTimeout(timer)
}

interface Waiter {
  woken: boolean
  resume: (() => void) | undefined
}

/** A person has a page or two open and a command line; a process holds a connection for each who waits. */
const waitsMax = { ofCaller: 8, inAll: 1_000 }

/** Who waits for which install, in this process. */
export function createInstallWaits(setTimer: SetTimer = setRealTimer): InstallWaits {
  const waiting = new Map<string, Set<Waiter>>()
  const ofCaller = new Map<string, number>()
  let inAll = 0
  let closed = false

  const count = (callerId: string, by: 1 | -1) => {
    inAll += by
    const left = (ofCaller.get(callerId) ?? 0) + by
    if (left === 0) ofCaller.delete(callerId)
    else ofCaller.set(callerId, left)
  }

  const wakeAll = (waiters: Iterable<Waiter>) => {
    for (const waiter of waiters) {
      waiter.woken = true
      waiter.resume?.()
    }
  }

  return {
    begin(callerId, installIntentId): InstallWait | undefined {
      if (closed || inAll >= waitsMax.inAll || (ofCaller.get(callerId) ?? 0) >= waitsMax.ofCaller) return undefined
      const waiter: Waiter = { woken: false, resume: undefined }
      const others = waiting.get(installIntentId) ?? new Set()
      waiting.set(installIntentId, others.add(waiter))
      count(callerId, 1)
      return {
        async pause(ms, signal) {
          if (!waiter.woken && !closed) await pause(waiter, setTimer, ms, signal)
          waiter.woken = false
          return !closed && !signal.aborted
        },
        end() {
          others.delete(waiter)
          if (others.size === 0) waiting.delete(installIntentId)
          count(callerId, -1)
        },
      }
    },

    wake(installIntentId) {
      wakeAll(waiting.get(installIntentId) ?? [])
    },

    close() {
      closed = true
      for (const waiters of waiting.values()) wakeAll(waiters)
    },
  }
}

const pause = (waiter: Waiter, setTimer: SetTimer, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const resume = () => {
      cancelTimer()
      signal.removeEventListener("abort", resume)
      waiter.resume = undefined
      resolve()
    }
    const cancelTimer = setTimer(ms, resume)
    waiter.resume = resume
    signal.addEventListener("abort", resume)
    if (signal.aborted) resume()
  })
