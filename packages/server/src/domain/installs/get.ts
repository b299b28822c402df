import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound } from "../refusal.ts"
import type { InstallView } from "./intent.ts"

/** An intent, and the time at which it was so. */
export interface SeenInstall {
  readonly intent: InstallView
  readonly atMs: number
}

/** An intent, for its buyer alone; anybody else is answered as for an unknown id (§9.1). @throws Refusal NOT_FOUND. */
export async function getInstall(
  context: AppContext,
  caller: UserPrincipal,
  installIntentId: string,
): Promise<SeenInstall> {
  // Before the read: one that got more time in between would be called expired.
  const atMs = context.nowMs()
  const intent = await context.store.read.installs.find(installIntentId)
  if (intent === undefined || intent.buyerUserId !== caller.user.userId) throw notFound("install intent")
  return { intent, atMs }
}
