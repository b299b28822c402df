import { updateListingRequest } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { slugArgument } from "../../arguments/parse.ts"
import { listingUrl } from "../../config/registry.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { addListingFields, checkedFields, fieldsOf, type ListingFieldOptions } from "./fields.ts"

export interface UpdateListingOptions extends ListingFieldOptions {
  readonly slug: string
}

export function define(command: Command, context: Context, run = updateListing): void {
  command.argument("<listing>", "publisher/name", slugArgument)
  addListingFields(command).action((slug: string, fields: ListingFieldOptions) => run({ slug, ...fields }, context))
}

/** Changes the given fields of a listing and leaves the others, unless somebody else changed it meanwhile. */
export async function updateListing({ slug, ...options }: UpdateListingOptions, context: Context): Promise<void> {
  const { output, registryUrl } = context
  const fields = fieldsOf(options)
  if (Object.keys(fields).length === 0) {
    throw usageError("There is nothing to change.", "Give at least one field, such as --summary <text>.")
  }
  const patch = await checkedFields(updateListingRequest, fields)
  const client = await context.signedInClient()
  const update = async () => {
    const { meta } = await client.listings.get(slug).withResponse()
    if (meta.etag === undefined) throw new Error("The registry sent a listing without an ETag.")
    return await client.listings.update(slug, patch, { ifMatch: meta.etag })
  }
  const listing = await output.waiting("Changing the listing", update())
  output.result(listing, () => `Changed ${Object.keys(patch).join(", ")} of ${slug}.\n${listingUrl(registryUrl, slug)}`)
}
