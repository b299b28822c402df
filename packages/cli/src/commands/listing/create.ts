import {
  type AssetKind,
  assetKinds,
  createListingRequest,
  type CreateListingRequest,
  type Listing,
} from "@fleetprompt/sdk/contracts"
import { type FleetPrompt, isCode } from "@fleetprompt/sdk/fetch"
import { type Command, Option } from "commander"
import { type OnlyOptions, onlyOption } from "../../arguments/only.ts"
import { slugArgument } from "../../arguments/parse.ts"
import { listingUrl } from "../../config/registry.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { onlyEntry } from "../../manifest/only-entry.ts"
import { requirePublisher } from "../publisher/require.ts"
import { addListingFields, checkedFields, fieldsOf, type ListingFieldOptions } from "./fields.ts"

export interface CreateListingOptions extends OnlyOptions, ListingFieldOptions {
  readonly slug?: string
  readonly kind?: AssetKind
}

export function define(command: Command, context: Context, run = createListing): void {
  command
    .option("--slug <slug>", "publisher/name; without it everything comes from the manifest", slugArgument)
    .addOption(new Option("--kind <kind>", "what the listing describes; cannot change later").choices(assetKinds))
  addListingFields(command)
    .addOption(onlyOption())
    .action((options: CreateListingOptions) => run(options, context))
}

/** Creates a listing as a draft, from flags or from the manifest. */
export async function createListing({ only, ...options }: CreateListingOptions, context: Context): Promise<void> {
  const { output, registryUrl } = context
  const client = await context.signedInClient()
  const isByFlags = Object.keys(options).length > 0
  const request = isByFlags ? await fromFlags(options) : onlyEntry(await context.manifest({ only })).listing
  const listing = await output.waiting("Creating the listing", create(client, request))
  output.result(listing, () => `Created ${request.slug}, a draft.\n${listingUrl(registryUrl, request.slug)}`)
}

async function create(client: FleetPrompt, request: CreateListingRequest): Promise<Listing> {
  try {
    return await client.listings.create(request)
  } catch (error) {
    if (isCode(error, "NOT_FOUND")) await requirePublisher(client, await client.whoami(), request.slug)
    throw error
  }
}

async function fromFlags(options: Omit<CreateListingOptions, "only">): Promise<CreateListingRequest> {
  const { slug, kind, ...fields } = options
  const missing = (["slug", "kind", "name", "summary"] as const).filter((flag) => options[flag] === undefined)
  if (missing.length > 0) {
    throw usageError(
      `Missing ${missing.map((flag) => `--${flag}`).join(", ")}.`,
      "Give all of --slug, --kind, --name and --summary, or no flag at all to take the manifest.",
    )
  }
  return await checkedFields(createListingRequest, { slug, assetKind: kind, ...fieldsOf(fields) })
}
