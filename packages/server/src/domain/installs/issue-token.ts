import { limits } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { holdBuyer } from "./hold-buyer.ts"
import { type InstallIntent, type InstallView, isOpen, statusAt } from "./intent.ts"
import { type Installable, requireCompatible, requireInstallable } from "./require-installable.ts"
import { installTokenOf } from "./token.ts"
import { viewOf } from "./view.ts"

export interface IssueInstallToken {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly claim: IdempotencyClaim
  readonly installIntentId: string
  readonly ttlMs: number | undefined
}

/**
 * Issues a token for an intent; the one before, where there was one, is dead at once. All that must be so for a new
 * install must be so again, and is held until the commit (see `create.ts`).
 * @throws Refusal NOT_FOUND unless it is the caller's, INSTALL_TOKEN_REDEEMED, INSTALL_INTENT_CANCELED,
 *   INSTALL_TOKEN_EXPIRED, INVALID_STATE_TRANSITION where the day to get a first token is over,
 *   TOKEN_ISSUE_LIMIT_REACHED, and what `createInstall` refuses.
 */
export async function issueInstallToken(context: AppContext, command: IssueInstallToken): Promise<Once<InstallView>> {
  const { caller, installIntentId } = command
  const issued = await context.store.transaction((tx) =>
    once(context, tx, command.claim, async () => {
      await holdBuyer(tx, caller)
      const known = await tx.installs.find(installIntentId)
      if (known === undefined || known.buyerUserId !== caller.user.userId) throw notFound("install intent")
      const install = await hold(tx, known)
      const intent = await tx.installs.lock(installIntentId)
      if (intent === undefined) throw notFound("install intent")
      requireOpen(context, intent)
      requireInstallable(install)
      requireCompatible(install)
      return await issue(context, tx, command, intent, install)
    }),
  )
  context.installWaits.wake(installIntentId)
  return issued
}

/** In the order in which `createInstall` holds them. */
async function hold(tx: Transaction, { listingId, releaseId, targetId }: InstallIntent): Promise<Installable> {
  const listing = await tx.listings.hold(listingId)
  const release = await tx.releases.findById(releaseId)
  const target = await tx.targets.hold(targetId)
  if (listing === undefined || release === undefined || target === undefined) {
    throw new Error("An install intent points at nothing.")
  }
  return { listing, release, target }
}

function requireOpen(context: AppContext, intent: InstallIntent): void {
  const status = statusAt(intent, context.nowMs())
  if (status === "redeemed") throw new Refusal("INSTALL_TOKEN_REDEEMED", "This install was already handed over.")
  if (status === "canceled") throw new Refusal("INSTALL_INTENT_CANCELED", "This install was canceled.")
  if (status === "expired" && intent.tokenIssue > 0) {
    throw new Refusal("INSTALL_TOKEN_EXPIRED", "The token of this install has expired, and the install with it.")
  }
  if (!isOpen(status)) throw new Refusal("INVALID_STATE_TRANSITION", "This install has expired.")
  if (intent.tokenIssue >= limits.installTokenIssuesMax) {
    throw new Refusal(
      "TOKEN_ISSUE_LIMIT_REACHED",
      `No more than ${intent.tokenIssue} tokens are issued for an install.`,
    )
  }
}

async function issue(
  context: AppContext,
  tx: Transaction,
  command: IssueInstallToken,
  intent: InstallView,
  install: Installable,
): Promise<InstallView> {
  const { installIntentId, createdAtMs } = intent
  const nowMs = context.nowMs()
  const tokenIssue = intent.tokenIssue + 1
  const ttlMs = Math.min(command.ttlMs ?? limits.installTokenTtlMsDefault, install.target.tokenTtlMsMax)
  const tokenHash = context.secrets.hash(installTokenOf(context, { installIntentId, tokenIssue }))
  const expiresAtMs = Math.min(nowMs + ttlMs, createdAtMs + limits.installIntentTtlMs)
  if (!(await tx.installs.issueToken({ installIntentId, tokenIssue, tokenHash, expiresAtMs }))) {
    throw new Error("A locked intent was closed.")
  }
  await tx.audit.append({
    action: "install.token_issued",
    actor: actorOf(command.caller, command.requestId),
    subjectId: installIntentId,
    atMs: nowMs,
    details: { releaseId: intent.releaseId, targetId: intent.targetId, tokenIssue, expiresAtMs },
  })
  return viewOf({ ...intent, status: "token_issued", tokenIssue, tokenHash, expiresAtMs }, install)
}
