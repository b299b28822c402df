import { type AssetKind, limits, type TargetPublicKey, type TargetSystem } from "@fleetprompt/sdk/contracts"
import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { Refusal } from "../refusal.ts"
import { insertCredential } from "./add-credential.ts"
import { safeLandingUrl } from "./landing-url.ts"
import type { KeyedTarget, Target } from "./target.ts"
import { buyerMatchDisabled } from "./update.ts"

export interface RegisterTarget {
  readonly actor: Actor
  readonly claim: IdempotencyClaim
  readonly name: string
  readonly targetSystem: TargetSystem
  readonly landingUrl: string
  /** Undefined for the kinds its system imports. */
  readonly assetKinds?: readonly AssetKind[] | undefined
  readonly tokenTtlMsMax?: number | undefined
  readonly requireBuyerMatch?: boolean | undefined
  /** Whether it is meant where only its system is named. The first of a system is, whatever is said here. */
  readonly isDefault?: boolean | undefined
  /** With one it signs its requests; without, it gets a secret. */
  readonly publicKey?: TargetPublicKey | undefined
}

/** Which kinds each system imports. */
const assetKindsOf: Record<TargetSystem, readonly AssetKind[]> = {
  whs: ["whs_agent", "spec_asset"],
  agentromatic: ["agentromatic_workflow", "spec_asset"],
  agentelic: ["whs_agent", "agentromatic_workflow", "spec_asset"],
}

/**
 * Registers a deployment with its first credential. A secret is derived for the reply by `targetSecretOf` and never
 * stored. @throws Refusal SLUG_TAKEN where a target has that name, VALIDATION_FAILED for an unsafe landing URL or key.
 */
export async function registerTarget(context: AppContext, command: RegisterTarget): Promise<Once<KeyedTarget>> {
  const { actor, claim, publicKey } = command
  const landingUrl = safeLandingUrl(command.landingUrl)
  return await context.store.transaction((tx) =>
    once(context, tx, claim, async () => {
      if ((await tx.targets.listAll()).length >= limits.targetsMax) {
        throw new Refusal("VALIDATION_FAILED", `A registry has no more than ${limits.targetsMax} targets.`)
      }
      const first = (await tx.targets.findDefault(command.targetSystem)) === undefined
      const target = newTarget(context, { ...command, landingUrl })
      if (!(await tx.targets.insert({ ...target, isDefault: false }))) {
        throw new Refusal("SLUG_TAKEN", `A target named ${target.name} is already registered.`)
      }
      const isDefault = first || command.isDefault === true
      if (isDefault) await tx.targets.makeDefault(target)
      await tx.audit.append({
        action: "target.registered",
        actor,
        subjectId: target.targetId,
        atMs: target.createdAtMs,
        details: { name: target.name, targetSystem: target.targetSystem, landingUrl, isDefault },
      })
      if (!target.requireBuyerMatch) await tx.audit.append(buyerMatchDisabled(actor, target, target.createdAtMs))
      const credential = await insertCredential(context, tx, { actor, claim, target, publicKey })
      return { target: { ...target, isDefault }, credentials: [credential] }
    }),
  )
}

const newTarget = (context: AppContext, command: RegisterTarget): Target => ({
  targetId: context.newId("target"),
  name: command.name,
  targetSystem: command.targetSystem,
  landingUrl: command.landingUrl,
  assetKinds: command.assetKinds ?? assetKindsOf[command.targetSystem],
  requireBuyerMatch: command.requireBuyerMatch ?? true,
  tokenTtlMsMax: command.tokenTtlMsMax ?? limits.installTokenTtlMsMax,
  authentication: command.publicKey === undefined ? "secret" : "key",
  isDefault: false,
  systemVersions: {},
  disabledAtMs: null,
  createdAtMs: context.nowMs(),
  rowVersion: 1,
})
