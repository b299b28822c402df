import type { AssetKind, TargetAuthentication } from "@fleetprompt/sdk/contracts"
import type { Actor, AuditEntry } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { keyedTarget } from "./get.ts"
import { safeLandingUrl } from "./landing-url.ts"
import { isLive, type KeyedTarget, type Target } from "./target.ts"

/** What an admin may change of a target. */
export interface TargetPatch {
  readonly landingUrl?: string
  readonly assetKinds?: readonly AssetKind[]
  readonly tokenTtlMsMax?: number
  readonly requireBuyerMatch?: boolean
  readonly isDefault?: boolean
  readonly authentication?: TargetAuthentication
}

export interface UpdateTarget {
  readonly actor: Actor
  readonly name: string
  /** The row version the caller read and changed. */
  readonly expectedRowVersion: number
  readonly patch: TargetPatch
}

const fields = [
  ...(["landingUrl", "assetKinds", "tokenTtlMsMax", "requireBuyerMatch", "isDefault"] as const),
  ...(["authentication"] as const),
]

/**
 * Changes the named settings of a target. A patch that changes nothing writes nothing and keeps the ETag. Installs that
 * are open keep the rule of buyer match they were begun under.
 * @throws Refusal NOT_FOUND, ETAG_MISMATCH, VALIDATION_FAILED for an unsafe landing URL, INVALID_STATE_TRANSITION where
 *   the target has no live credential of the kind it is to prove itself by, or a system were left without a default.
 */
export async function updateTarget(context: AppContext, command: UpdateTarget): Promise<KeyedTarget> {
  const { actor, name, expectedRowVersion } = command
  const patch = withSafeUrl(command.patch)
  return await context.store.transaction(async (tx) => {
    const target = await tx.targets.lockByName(name)
    if (target === undefined) throw notFound("target")
    if (target.rowVersion !== expectedRowVersion) {
      throw new Refusal("ETAG_MISMATCH", "The target was changed after you read it.")
    }
    const changed = fields.filter((field) => differs(target[field], patch[field]))
    if (changed.length > 0) await write(context, tx, actor, target, patch, changed)
    return await keyedTarget(tx.targets, name)
  })
}

const withSafeUrl = (patch: TargetPatch): TargetPatch =>
  patch.landingUrl === undefined ? patch : { ...patch, landingUrl: safeLandingUrl(patch.landingUrl) }

const differs = (is: unknown, wanted: unknown): boolean =>
  wanted !== undefined && JSON.stringify(is) !== JSON.stringify(wanted)

async function write(
  context: AppContext,
  tx: Transaction,
  actor: Actor,
  target: Target,
  patch: TargetPatch,
  changed: readonly string[],
): Promise<void> {
  const atMs = context.nowMs()
  if (changed.includes("authentication")) await requireCredential(tx, { ...target, ...patch }, atMs)
  if (changed.includes("isDefault")) {
    if (patch.isDefault === false) {
      throw new Refusal("INVALID_STATE_TRANSITION", "Make another target of the system the default instead.")
    }
    await tx.targets.makeDefault(target)
  }
  await tx.targets.update({ ...target, ...patch, rowVersion: target.rowVersion + 1 })
  const loosened = changed.includes("requireBuyerMatch") && patch.requireBuyerMatch === false
  const rest = changed.filter((field) => !(loosened && field === "requireBuyerMatch"))
  if (loosened) await tx.audit.append(buyerMatchDisabled(actor, target, atMs))
  if (rest.length > 0) {
    const details = { fields: rest.join(" "), rowVersion: target.rowVersion + 1 }
    await tx.audit.append({ action: "target.updated", actor, subjectId: target.targetId, atMs, details })
  }
}

async function requireCredential(tx: Transaction, { targetId, authentication }: Target, nowMs: number): Promise<void> {
  const credentials = await tx.targets.listCredentials(targetId)
  if (credentials.some((each) => each.kind === authentication && isLive(each, nowMs))) return
  throw new Refusal("INVALID_STATE_TRANSITION", `The target has no live ${authentication} to prove itself by.`)
}

/** Its own entry, for it lets a stranger's link be redeemed. */
export const buyerMatchDisabled = (actor: Actor, { targetId, name }: Target, atMs: number): AuditEntry => ({
  action: "target.buyer_match_disabled",
  actor,
  subjectId: targetId,
  atMs,
  details: { name },
})
