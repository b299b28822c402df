import { adminOf, type TargetAuthentication } from "@fleetprompt/sdk/admin"
import { targetAuthentications, targetName } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { fields } from "../../output/fields.ts"
import { addTargetSettings, settingsOf, type TargetSettingOptions } from "./options.ts"
import { targetFields } from "./text.ts"

export interface UpdateTargetOptions extends TargetSettingOptions {
  readonly name: string
  readonly authentication?: TargetAuthentication
}

export function define(command: Command, context: Context, run = updateTarget): void {
  command
    .argument("<target>", "its name", parsedBy(targetName))
    .addOption(new Option("--authentication <way>", "how it proves itself").choices(targetAuthentications))
  addTargetSettings(command).action((name: string, flags: Omit<UpdateTargetOptions, "name">) =>
    run({ name, ...flags }, context),
  )
}

/** Changes the given settings of a target, unless somebody else changed it meanwhile. For admins. */
export async function updateTarget(options: UpdateTargetOptions, context: Context): Promise<void> {
  const { name, authentication, ...settings } = options
  const { io, output } = context
  const patch = { ...settingsOf(settings), ...(authentication && { authentication }) }
  if (Object.keys(patch).length === 0) {
    throw usageError("There is nothing to change.", "Give at least one setting, such as --landing-url <url>.")
  }
  const { targets } = adminOf(await context.signedInClient())
  const update = async () => {
    const { meta } = await targets.get(name).withResponse()
    if (meta.etag === undefined) throw new Error("The registry sent a target without an ETag.")
    return await targets.update(name, patch, { ifMatch: meta.etag })
  }
  const target = await output.waiting("Changing the target", update())
  output.result(target, () => fields(targetFields(target, io.nowMs()), output.theme))
}
