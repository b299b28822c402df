import type { InstallIntent } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { addPageOptions, type PageOptions } from "../../arguments/paging.ts"
import type { Context } from "../../context.ts"
import { printPage } from "../../output/page.ts"
import type { Column } from "../../output/table.ts"
import { dayText } from "../../output/time.ts"
import { stateStyle } from "./state-style.ts"
import { stateOf } from "./text.ts"

export function define(command: Command, context: Context, run = listIntents): void {
  addPageOptions(command).action((options: PageOptions) => run(options, context))
}

/** Prints the caller's installs, newest first. */
export async function listIntents(options: PageOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const page = await output.waiting("Reading your installs", client.installs.list(options))
  printPage(output, page, columns, "You have installed nothing yet. Look around with `fleetprompt search`.")
}

const columns: readonly Column<InstallIntent>[] = [
  { title: "INSTALL", value: ({ installIntentId }) => installIntentId },
  { title: "STATE", value: stateOf, style: stateStyle },
  {
    title: "RELEASE",
    value: ({ listing, release }) => `${listing.slug}@${release.version}`,
    style: (text, theme) => theme.strong(text),
    isElastic: true,
  },
  { title: "TARGET", value: ({ target }) => target.name },
  { title: "STARTED", value: ({ createdAtMs }) => dayText(createdAtMs) },
]
