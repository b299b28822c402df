import { type AssetKind, assetKinds, type ListingCard, limits, searchListingsQuery } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { addPageOptions, type PageOptions } from "../arguments/paging.ts"
import { parsedBy } from "../arguments/parse.ts"
import type { Context } from "../context.ts"
import { usageError } from "../errors.ts"
import { printPage } from "../output/page.ts"
import type { Column } from "../output/table.ts"

export interface SearchOptions extends PageOptions {
  readonly words: readonly string[]
  readonly kind?: AssetKind
  readonly tag?: string
  readonly publisher?: string
}

export function define(command: Command, context: Context, run = search): void {
  const { publisher, tag } = searchListingsQuery.shape
  command
    .argument("[words...]", "what to look for; without words, the newest listings")
    .addOption(new Option("--kind <kind>", "only this kind of asset").choices(assetKinds))
    .option("--tag <tag>", "only listings with this tag", parsedBy(tag.unwrap()))
    .option("--publisher <handle>", "only listings of this publisher", parsedBy(publisher.unwrap()))
    .action((words: string[], flags: Omit<SearchOptions, "words">) => run({ words, ...flags }, context))
  addPageOptions(command)
}

/** Prints the listings that fit, best or newest first. */
export async function search({ words, ...filters }: SearchOptions, context: Context): Promise<void> {
  const q = words.join(" ").trim()
  if (q.length > limits.searchQueryLengthMax) {
    throw usageError(`A search has at most ${limits.searchQueryLengthMax} characters.`, "Search for fewer words.")
  }
  const { output } = context
  const client = await context.client()
  const query = searchListingsQuery.parse({ ...filters, ...(q === "" ? {} : { q }) })
  const page = await output.waiting("Searching", client.listings.search(query))
  printPage(output, page, columns, "Nothing fits. Try fewer or other words.")
}

const columns: readonly Column<ListingCard>[] = [
  { title: "LISTING", value: ({ slug }) => slug, style: (text, theme) => theme.strong(text) },
  { title: "VERSION", value: ({ latestVersion }) => latestVersion ?? "-" },
  { title: "KIND", value: ({ assetKind }) => assetKind },
  { title: "SUMMARY", value: ({ summary }) => summary, isElastic: true },
]
