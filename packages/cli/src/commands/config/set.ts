import { targetName } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { settingNameArgument } from "../../arguments/setting-name.ts"
import { checkedRegistry } from "../../config/registry.ts"
import { readSettings, type SettingName, writeSettings } from "../../config/settings.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"

export interface SetSettingOptions {
  readonly name: SettingName
  /** Undefined to unset it. */
  readonly value: string | undefined
}

export function define(command: Command, context: Context, run = setSetting): void {
  command
    .addArgument(settingNameArgument())
    .argument("[value]", "what to set it to; without it, it is unset")
    .action((name: SettingName, value: string | undefined) => run({ name, value }, context))
}

/** Sets or unsets a default of this person's, for all their projects. */
export async function setSetting({ name, value }: SetSettingOptions, { io, output }: Context): Promise<void> {
  const { [name]: _, ...others } = readSettings(io)
  const checked = value === undefined ? undefined : check[name](value)
  await writeSettings(io, checked === undefined ? others : { ...others, [name]: checked })
  output.result({ name, value: checked ?? null }, () =>
    checked === undefined ? `${name} is no longer set.` : `${name} is ${checked}.`,
  )
}

const check: Record<SettingName, (value: string) => string> = {
  registry: (value) => checkedRegistry(value, "The registry"),
  target: (value) => {
    const parsed = targetName.safeParse(value)
    if (parsed.success) return parsed.data
    throw usageError(
      `A target's name ${parsed.error.issues[0]?.message ?? "is not like that"}.`,
      "Such as whs-staging.",
    )
  },
}
