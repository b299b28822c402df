import { deprecateListingRequest } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { parsedBy, slugArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { refuseSecrets } from "../../manifest/secret-findings.ts"

export interface DeprecateListingOptions {
  readonly slug: string
  readonly message?: string
  readonly successor?: string
  /** Take it back. */
  readonly lift?: true
}

export function define(command: Command, context: Context, run = deprecateListing): void {
  command
    .argument("<listing>", "publisher/name", slugArgument)
    .option("--message <text>", "why not to use it any more", parsedBy(deprecateListingRequest.shape.message))
    .option("--successor <slug>", "the listing to use instead", slugArgument)
    .addOption(new Option("--lift", "take it back").conflicts(["message", "successor"]))
    .action((slug: string, flags: Omit<DeprecateListingOptions, "slug">) => run({ slug, ...flags }, context))
}

/** Says on a listing why not to use it any more, and what instead. It stays readable and installable. */
export async function deprecateListing(options: DeprecateListingOptions, context: Context): Promise<void> {
  const { slug, message, successor = null, lift } = options
  const { output } = context
  if (message === undefined && !lift) {
    throw usageError("--message is missing.", "Say why, or take a deprecation back with --lift.")
  }
  if (message !== undefined) await refuseSecrets({ message })
  const client = await context.signedInClient()
  const listing = await output.waiting(
    "Changing the listing",
    message === undefined
      ? client.listings.liftDeprecation(slug)
      : client.listings.deprecate(slug, { message, successor }),
  )
  output.result(listing, () => `${slug} is ${lift ? "no longer deprecated" : "deprecated"}.`)
}
