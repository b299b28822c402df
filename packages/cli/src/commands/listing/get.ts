import type { Listing } from "@fleetprompt/sdk/contracts"
import { idPrefixes } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { slugArgument } from "../../arguments/parse.ts"
import { listingUrl } from "../../config/registry.ts"
import type { Context } from "../../context.ts"
import { type Field, fields } from "../../output/fields.ts"
import { momentText } from "../../output/time.ts"

export interface GetListingOptions {
  /** A slug or a listing id. */
  readonly listing: string
}

export function define(command: Command, context: Context, run = getListing): void {
  command
    .argument("<listing>", "publisher/name, or a listing id", slugOrId)
    .action((listing: string) => run({ listing }, context))
}

/** Prints one listing, a draft too where the token may read it. */
export async function getListing({ listing }: GetListingOptions, context: Context): Promise<void> {
  const { output, registryUrl } = context
  const client = await context.client()
  const found = await output.waiting("Reading the listing", client.listings.get(listing))
  output.result(found, () => fields(listingFields(found, registryUrl), output.theme))
}

/** A listing's facts, one to a line. */
const listingFields = (listing: Listing, registryUrl: string): Field[] => [
  ["listing", listing.slug],
  ["id", listing.listingId],
  ["name", listing.name],
  ["summary", listing.summary],
  ["kind", listing.assetKind],
  ["status", listing.status],
  ["version", listing.latestVersion ?? "no release yet"],
  ["tags", listing.tags.join(", ")],
  ["categories", listing.categories.join(", ")],
  ["docs", listing.docsUrl ?? undefined],
  ["repository", listing.repoUrl ?? undefined],
  ["created", momentText(listing.createdAtMs)],
  ["changed", momentText(listing.updatedAtMs)],
  ["page", listingUrl(registryUrl, listing.slug)],
]

const slugOrId = (text: string) => (text.startsWith(`${idPrefixes.listing}_`) ? text : slugArgument(text))
