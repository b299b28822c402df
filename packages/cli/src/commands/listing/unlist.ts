import type { Command } from "commander"
import { slugArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { visibleLine } from "../../output/visible.ts"

export interface UnlistListingOptions {
  readonly slug: string
}

export function define(command: Command, context: Context, run = unlistListing): void {
  command.argument("<listing>", "publisher/name", slugArgument).action((slug: string) => run({ slug }, context))
}

/** Takes a listing out of search; whoever knows its address still finds it, and installs go on. */
export async function unlistListing({ slug }: UnlistListingOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const listing = await output.waiting("Unlisting", client.listings.setStatus(slug, "unlisted"))
  output.result(listing, () => `${slug} is ${visibleLine(listing.status)}.`)
  output.note(`\`fleetprompt listing publish ${slug}\` brings it back into search.`)
}
