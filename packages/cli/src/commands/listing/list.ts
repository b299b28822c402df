import type { ListingCard } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { addPageOptions, type PageOptions } from "../../arguments/paging.ts"
import type { Context } from "../../context.ts"
import { printPage } from "../../output/page.ts"
import type { Column } from "../../output/table.ts"
import { dayText } from "../../output/time.ts"

export function define(command: Command, context: Context, run = listMine): void {
  addPageOptions(command).action((options: PageOptions) => run(options, context))
}

/** Prints the listings of the caller's publishers, drafts included. */
export async function listMine(options: PageOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const page = await output.waiting("Reading your listings", client.listings.mine(options))
  printPage(output, page, columns, "You have no listings yet. Start one with `fleetprompt init`.")
}

const columns: readonly Column<ListingCard>[] = [
  { title: "LISTING", value: ({ slug }) => slug, style: (text, theme) => theme.strong(text) },
  { title: "STATUS", value: ({ status }) => status },
  { title: "VERSION", value: ({ latestVersion }) => latestVersion ?? "-" },
  { title: "CHANGED", value: ({ updatedAtMs }) => dayText(updatedAtMs) },
  { title: "NAME", value: ({ name }) => name, isElastic: true },
]
