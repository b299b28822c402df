import { operator } from "../domain/audit/audit.ts"
import { setTargetDisabled } from "../domain/targets/disable.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"

/** Shuts a target out or lets it in again, and prints which it is now. */
export async function disableTarget(name: string, disabled: boolean, options: DataOptions): Promise<void> {
  await withRegistry(options, (context) => setTargetDisabled(context, { actor: operator, name, disabled }))
  process.stdout.write(`${name} ${disabled ? "disabled" : "enabled"}\n`)
}
