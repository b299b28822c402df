import type { Command } from "commander"
import { settingNameArgument } from "../../arguments/setting-name.ts"
import { readSettings, type SettingName } from "../../config/settings.ts"
import type { Context } from "../../context.ts"
import { visibleLine } from "../../output/visible.ts"

export interface GetSettingOptions {
  readonly name: SettingName
}

export function define(command: Command, context: Context, run = getSetting): void {
  command.addArgument(settingNameArgument()).action((name: SettingName) => run({ name }, context))
}

/** Prints one setting; nothing where it is not set. */
export async function getSetting({ name }: GetSettingOptions, { io, output }: Context): Promise<void> {
  const value = readSettings(io)[name] ?? null
  output.result({ name, value }, () => visibleLine(value ?? ""))
}
