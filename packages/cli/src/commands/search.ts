import {
  type AssetKind,
  assetKinds,
  handle,
  type ListingCard,
  type ListingSort,
  listingSorts,
  limits,
  type SearchSuggestions,
  tag,
} from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { addPageOptions, type PageOptions } from "../arguments/paging.ts"
import { parsedBy } from "../arguments/parse.ts"
import { listingUrl } from "../config/registry.ts"
import type { Context } from "../context.ts"
import { usageError } from "../errors.ts"
import type { Output } from "../output/output.ts"
import { printPage } from "../output/page.ts"
import { type Column, table } from "../output/table.ts"
import { plainTheme } from "../output/theme.ts"
import { type Format, formats, untrusted } from "../output/untrusted.ts"

export interface SearchOptions extends PageOptions {
  readonly words: readonly string[]
  readonly kind?: AssetKind
  readonly tag?: string
  readonly publisher?: string
  readonly sort?: ListingSort
  readonly format?: Format
}

export function define(command: Command, context: Context, run = search): void {
  command
    .argument("[words...]", "what to look for; without words, the newest listings")
    .addOption(new Option("--kind <kind>", "only this kind of asset").choices(assetKinds))
    .option("--tag <tag>", "only listings with this tag", parsedBy(tag))
    .option("--publisher <handle>", "only listings of this publisher", parsedBy(handle))
    .addOption(
      new Option("--sort <order>", "in which order (default: best, or newest without words)").choices(listingSorts),
    )
    .addOption(
      new Option("--format <format>", "how: for people, or marked as strangers' text for an agent").choices(formats),
    )
    .action((words: string[], flags: Omit<SearchOptions, "words">) => run({ words, ...flags }, context))
  addPageOptions(command)
}

/** Prints the listings that fit, best or newest first. */
export async function search({ words, format, ...filters }: SearchOptions, context: Context): Promise<void> {
  const q = words.join(" ").trim()
  if (q.length > limits.searchQueryLengthMax) {
    throw usageError(`A search has at most ${limits.searchQueryLengthMax} characters.`, "Search for fewer words.")
  }
  const { output, registryUrl } = context
  const client = await context.client()
  const query = { ...filters, ...(q === "" ? {} : { q }) }
  const page = await output.waiting("Searching", client.listings.search(query))
  if (format === "agent" && !output.isJson && page.data.length > 0) {
    output.result(page, () => untrusted(table(page.data, columns(registryUrl), plainLayout)))
  } else {
    printPage(output, page, columns(registryUrl), "Nothing fits. Try fewer or other words.")
  }
  if (page.suggestions !== null) suggest(page.suggestions, output)
}

function suggest({ q, listings }: SearchSuggestions, output: Output): void {
  if (q !== null) output.note(`Did you mean: fleetprompt search ${q}`)
  if (listings.length > 0) output.note(`Names that come near: ${listings.map(({ slug }) => slug).join(", ")}`)
}

const plainLayout = { width: undefined, linksWork: false, theme: plainTheme }

const columns = (registryUrl: string): readonly Column<ListingCard>[] => [
  {
    title: "LISTING",
    value: ({ slug }) => slug,
    style: (text, theme) => theme.strong(text),
    href: ({ slug }) => listingUrl(registryUrl, slug),
  },
  { title: "VERSION", value: ({ latestVersion }) => latestVersion ?? "-" },
  {
    title: "KIND",
    value: ({ assetKind, deprecation }) => (deprecation === null ? assetKind : `${assetKind}, deprecated`),
    style: (text, theme) => (text.endsWith("deprecated") ? theme.warning(text) : text),
  },
  { title: "SUMMARY", value: ({ summary }) => summary, isElastic: true },
]
