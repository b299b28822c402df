import type { Context } from "../context.ts"
import { Interrupted, usageError } from "../errors.ts"

/**
 * Has a step without a way back agreed to, by `--yes` or by answer.
 * @throws CliError where nobody can be asked; Interrupted after a no.
 */
export async function requireYes(context: Context, isGiven: true | undefined, question: string): Promise<void> {
  if (isGiven) return
  if (!context.isInteractive) throw usageError("This cannot be undone, and nobody can be asked here.", "Add --yes.")
  if (!(await (await context.prompts()).confirm(question))) throw new Interrupted()
}
