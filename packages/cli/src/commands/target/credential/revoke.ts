import { adminOf } from "@fleetprompt/sdk/admin"
import { targetCredential, targetName } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { parsedBy } from "../../../arguments/parse.ts"
import type { Context } from "../../../context.ts"
import { fields } from "../../../output/fields.ts"
import { requireYes } from "../../require-yes.ts"
import { targetFields } from "../text.ts"

export interface RevokeCredentialOptions {
  readonly target: string
  readonly credentialId: string
  /** Do not ask. */
  readonly yes?: true
}

export function define(command: Command, context: Context, run = revokeCredential): void {
  command
    .argument("<target>", "its name", parsedBy(targetName))
    .argument("<credential>", "its id, as `target get` prints it", parsedBy(targetCredential.shape.credentialId))
    .option("--yes", "do not ask")
    .action((target: string, credentialId: string, flags: Pick<RevokeCredentialOptions, "yes">) =>
      run({ target, credentialId, ...flags }, context),
    )
}

/** Ends a credential of a target at once; with its last one, the target can take nothing any more. For admins. */
export async function revokeCredential(options: RevokeCredentialOptions, context: Context): Promise<void> {
  const { target, credentialId, yes } = options
  const { io, output } = context
  const client = await context.signedInClient()
  await requireYes(context, yes, `Revoke ${credentialId} of ${target}? Requests that use it fail from now on.`)
  const { targets } = adminOf(client)
  const changed = await output.waiting("Revoking the credential", targets.revokeCredential(target, credentialId))
  output.result(changed, () => fields(targetFields(changed, io.nowMs()), output.theme))
}
