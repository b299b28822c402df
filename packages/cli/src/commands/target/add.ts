import { adminOf } from "@fleetprompt/sdk/admin"
import { targetName, type TargetSystem, targetSystems } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import { maskSecret } from "../../ci/github.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { fields } from "../../output/fields.ts"
import { addTargetSettings, settingsOf, type TargetSettingOptions } from "./options.ts"
import { readPublicKey } from "./public-key.ts"
import { targetFields } from "./text.ts"

export interface AddTargetOptions extends TargetSettingOptions {
  readonly name: string
  readonly system: TargetSystem
  readonly publicKey?: string
}

export function define(command: Command, context: Context, run = addTarget): void {
  command
    .argument("<name>", "what people will type, for instance whs-staging", parsedBy(targetName))
    .addOption(new Option("--system <system>", "what runs there").choices(targetSystems).makeOptionMandatory())
    .option("--public-key <file>", "the JWK its requests are checked with; without it, it gets a secret")
  addTargetSettings(command).action((name: string, flags: Omit<AddTargetOptions, "name">) =>
    run({ name, ...flags }, context),
  )
}

/** Registers a target. A secret is printed this once; a target that signs its requests has none. For admins. */
export async function addTarget(options: AddTargetOptions, context: Context): Promise<void> {
  const { name, system, publicKey, landingUrl, ...settings } = options
  const { io, output } = context
  if (landingUrl === undefined) throw usageError("--landing-url is missing.", "Give the page that takes installs on.")
  const key = publicKey === undefined ? undefined : await readPublicKey(io, publicKey)
  const client = await context.signedInClient()
  const request = { name, targetSystem: system, landingUrl, ...settingsOf(settings), ...(key && { publicKey: key }) }
  const registered = await output.waiting("Registering the target", adminOf(client).targets.register(request))
  maskSecret(io, registered.secret)
  output.result(registered, () =>
    fields([...targetFields(registered.target, io.nowMs()), ["secret", registered.secret ?? undefined]], output.theme),
  )
  if (registered.secret !== null)
    output.note("The secret is shown this once. Give it to the target, and to nobody else.")
}
