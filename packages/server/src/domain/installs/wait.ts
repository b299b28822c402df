import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { getInstall, type SeenInstall } from "./get.ts"
import { isOpen } from "./intent.ts"

/** Those who wait in this process for an install to change. Their number is bounded, for each caller and in all. */
export interface InstallWaits {
  /** Undefined where as many wait as may. */
  begin(callerId: string, installIntentId: string): InstallWait | undefined
  /** Lets everybody who waits for this install look again. */
  wake(installIntentId: string): void
  /** Lets everybody go who waits, and nobody wait any more. */
  close(): void
}

/** One who waits. */
export interface InstallWait {
  /**
   * Resolves when somebody woke the install since the last pause, or the time is over; with false where nobody is left
   * to wait for: the signal aborted, or the process ends.
   */
  pause(ms: number, signal: AbortSignal): Promise<boolean>
  end(): void
}

export interface WaitForInstall {
  readonly installIntentId: string
  readonly waitMs: number
  /** Whether this is what the caller has seen already. */
  readonly isKnown: (seen: SeenInstall) => boolean
  /** Aborts when the caller is gone. */
  readonly signal: AbortSignal
}

/** Another process may have changed the intent, and tells nobody: so whoever waits looks again this often. */
const lookAgainMs = 2_000

/**
 * An intent for its buyer, as soon as it is another than they know, or when the time is over. Where too many wait
 * already, at once. @throws Refusal NOT_FOUND.
 */
export async function waitForInstall(
  context: AppContext,
  caller: UserPrincipal,
  { installIntentId, waitMs, isKnown, signal }: WaitForInstall,
): Promise<SeenInstall> {
  const now = await getInstall(context, caller, installIntentId)
  const wait = waitMs > 0 && isKnown(now) ? context.installWaits.begin(caller.user.userId, installIntentId) : undefined
  if (wait === undefined) return now
  const untilMs = context.nowMs() + waitMs
  try {
    for (;;) {
      // Looked at after the wait began, so that no change falls between the two.
      const seen = await getInstall(context, caller, installIntentId)
      const leftMs = untilMs - context.nowMs()
      if (!isKnown(seen) || leftMs <= 0) return seen
      const goesOn = await wait.pause(Math.min(leftMs, lookAgainMs, untilExpiry(seen)), signal)
      if (!goesOn) return seen
    }
  } finally {
    wait.end()
  }
}

function untilExpiry({ intent: { status, expiresAtMs }, atMs }: SeenInstall): number {
  const leftMs = expiresAtMs - atMs
  return isOpen(status) && leftMs > 0 ? leftMs : Infinity
}
