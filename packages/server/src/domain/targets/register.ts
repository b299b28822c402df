import { limits, type AssetKind, type TargetSystem } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { Target } from "./target.ts"

export interface RegisterTarget {
  readonly name: string
  readonly targetSystem: TargetSystem
  readonly landingUrl: string
}

/** Which kinds each system imports. */
const assetKindsOf: Record<TargetSystem, readonly AssetKind[]> = {
  whs: ["whs_agent", "spec_asset"],
  agentromatic: ["agentromatic_workflow", "spec_asset"],
  agentelic: ["whs_agent", "agentromatic_workflow", "spec_asset"],
}

/**
 * Registers a deployment and gives it its first secret, which is returned this once and never stored.
 * @throws Refusal SLUG_TAKEN where a target has that name, VALIDATION_FAILED for an unsafe landing URL.
 */
export async function registerTarget(
  context: AppContext,
  actor: Actor,
  command: RegisterTarget,
): Promise<{ target: Target; secret: string }> {
  const target: Target = {
    targetId: context.newId("target"),
    name: command.name,
    targetSystem: command.targetSystem,
    landingUrl: safeLandingUrl(command.landingUrl),
    assetKinds: assetKindsOf[command.targetSystem],
    requireBuyerMatch: true,
    tokenTtlMsMax: limits.installTokenTtlMsMax,
    disabledAtMs: null,
    createdAtMs: context.nowMs(),
  }
  return await context.store.transaction(async (tx) => {
    if (!(await tx.targets.insert(target)))
      throw new Refusal("SLUG_TAKEN", `A target named ${target.name} is already registered.`)
    await tx.audit.append({
      action: "target.registered",
      actor,
      subjectId: target.targetId,
      atMs: target.createdAtMs,
      details: { name: target.name, targetSystem: target.targetSystem, landingUrl: target.landingUrl },
    })
    return { target, secret: await addSecret(context, tx, actor, target) }
  })
}

async function addSecret(context: AppContext, tx: Transaction, actor: Actor, target: Target): Promise<string> {
  const secret = context.secrets.random("targetSecret")
  const secretId = context.newId("secret")
  const { targetId } = target
  const createdAtMs = context.nowMs()
  const secretHash = context.secrets.hash(secret)
  await tx.targets.addSecret({ secretId, targetId, secretHash, createdAtMs, revokedAtMs: null })
  await tx.audit.append({
    action: "target.secret_added",
    actor,
    subjectId: targetId,
    atMs: createdAtMs,
    details: { secretId },
  })
  return secret
}

/** https without credentials, query or fragment, so that the token's fragment is the only one; http on this machine alone. */
function safeLandingUrl(text: string): string {
  const refusal = new Refusal(
    "VALIDATION_FAILED",
    "A landing URL must be https://, or http:// on this machine, without credentials, query and fragment.",
  )
  if (!URL.canParse(text)) throw refusal
  const url = new URL(text)
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname)
  const safe = url.protocol === "https:" || (url.protocol === "http:" && local)
  if (!safe || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") throw refusal
  return url.href
}
