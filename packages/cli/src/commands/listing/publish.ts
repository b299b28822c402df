import type { Command } from "commander"
import { slugArgument } from "../../arguments/parse.ts"
import { listingUrl } from "../../config/registry.ts"
import type { Context } from "../../context.ts"
import { visibleLine } from "../../output/visible.ts"

export interface PublishListingOptions {
  readonly slug: string
}

export function define(command: Command, context: Context, run = publishListing): void {
  command.argument("<listing>", "publisher/name", slugArgument).action((slug: string) => run({ slug }, context))
}

/** Makes a listing public; one that is public already stays so. */
export async function publishListing({ slug }: PublishListingOptions, context: Context): Promise<void> {
  const { output, registryUrl } = context
  const client = await context.signedInClient()
  const listing = await output.waiting("Publishing the listing", client.listings.setStatus(slug, "published"))
  output.result(listing, () => `${slug} is ${visibleLine(listing.status)}.\n${listingUrl(registryUrl, slug)}`)
}
