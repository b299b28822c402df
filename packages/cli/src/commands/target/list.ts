import { adminOf, type TargetSettings } from "@fleetprompt/sdk/admin"
import type { Command } from "commander"
import type { Target } from "@fleetprompt/sdk/contracts"
import type { Context } from "../../context.ts"
import { type Column, table } from "../../output/table.ts"

export interface ListTargetsOptions {
  /** With what only moderators may see. */
  readonly settings?: true
}

export function define(command: Command, context: Context, run = listTargets): void {
  command
    .option("--settings", "with the disabled ones and their settings, for moderators")
    .action((options: ListTargetsOptions) => run(options, context))
}

/** Prints the targets of the registry, the default one of each system marked. */
export async function listTargets({ settings }: ListTargetsOptions, context: Context): Promise<void> {
  const { output } = context
  if (settings) {
    const client = await context.signedInClient()
    const list = await output.waiting("Reading the targets", adminOf(client).targets.list())
    return output.result(list, () => table(list.data, settingsColumns, output))
  }
  const client = await context.client()
  const list = await output.waiting("Reading the targets", client.targets.list())
  output.result(list, () => (list.data.length === 0 ? "" : table(list.data, columns, output)))
  if (list.data.length === 0) output.note("This registry has no targets yet.")
}

const columns: readonly Column<Target>[] = [
  { title: "TARGET", value: ({ name }) => name, style: (text, theme) => theme.strong(text) },
  { title: "SYSTEM", value: ({ targetSystem, isDefault }) => `${targetSystem}${isDefault ? " (default)" : ""}` },
  { title: "TAKES", value: ({ assetKinds }) => assetKinds.join(" "), isElastic: true },
  { title: "LANDING PAGE", value: ({ landingUrl }) => landingUrl, isElastic: true },
]

const settingsColumns: readonly Column<TargetSettings>[] = [
  ...columns,
  {
    title: "STATE",
    value: ({ disabledAtMs }) => (disabledAtMs === null ? "enabled" : "disabled"),
    style: (text, theme) => (text.startsWith("disabled") ? theme.bad(text) : text),
  },
  { title: "BY", value: ({ authentication }) => authentication },
]
