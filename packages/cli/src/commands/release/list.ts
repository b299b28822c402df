import type { Release } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { addPageOptions, type PageOptions } from "../../arguments/paging.ts"
import { slugArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { printPage } from "../../output/page.ts"
import type { Column } from "../../output/table.ts"
import { dayText } from "../../output/time.ts"

export interface ListReleasesOptions extends PageOptions {
  readonly slug: string
}

export function define(command: Command, context: Context, run = listReleases): void {
  command
    .argument("<listing>", "publisher/name", slugArgument)
    .action((slug: string, page: PageOptions) => run({ slug, ...page }, context))
  addPageOptions(command)
}

/** Prints the releases of a listing, most recently published first, revoked ones too. */
export async function listReleases({ slug, ...query }: ListReleasesOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.client()
  const page = await output.waiting("Reading the releases", client.releases.list(slug, query))
  printPage(output, page, columns, `${slug} has no release yet.`)
}

const columns: readonly Column<Release>[] = [
  { title: "VERSION", value: ({ version }) => version, style: (text, theme) => theme.strong(text) },
  {
    title: "STATUS",
    value: ({ status }) => status,
    style: (text, theme) => (text.startsWith("revoked") ? theme.bad(text) : text),
  },
  { title: "PUBLISHED", value: ({ publishedAtMs }) => dayText(publishedAtMs) },
  { title: "DIGEST", value: ({ digest }) => digest, isElastic: true },
]
