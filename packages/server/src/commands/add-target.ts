import { targetName, type TargetSystem } from "@fleetprompt/sdk/contracts"
import { operator } from "../domain/audit/audit.ts"
import { Refusal } from "../domain/refusal.ts"
import { registerTarget } from "../domain/targets/register.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"

export interface AddTargetOptions extends DataOptions {
  readonly system: TargetSystem
  readonly landingUrl: string
  readonly json?: boolean
}

/** Prints the target's first secret on stdout; with `--json` also the target. */
export async function addTarget(name: string, options: AddTargetOptions): Promise<void> {
  if (!targetName.safeParse(name).success) {
    throw new Refusal(
      "VALIDATION_FAILED",
      "A target's name is lower-case letters and digits, with single hyphens between them.",
    )
  }
  const { system: targetSystem, landingUrl } = options
  const { target, secret } = await withRegistry(options, (context) =>
    registerTarget(context, operator, { name, targetSystem, landingUrl }),
  )
  const result = { targetId: target.targetId, name, targetSystem, landingUrl: target.landingUrl, secret }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${secret}\n`)
}
