import type { Handoff, HandoffView } from "./handoff.ts"

export interface HandoffReads {
  /** One whose time is not up at that moment. */
  find(handoffId: string, nowMs: number): Promise<HandoffView | undefined>
}

export interface HandoffStore extends HandoffReads {
  insert(handoff: Handoff): Promise<void>
  /** Removes one whose time is not up and returns it; of any number of takers exactly one receives it. */
  take(handoffId: string, nowMs: number): Promise<Handoff | undefined>
  /** Forgets those whose time is up. Returns how many. */
  purge(nowMs: number): Promise<number>
}
