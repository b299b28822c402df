import { trustedPublisher } from "@fleetprompt/sdk/contracts"
import { trustedPublishingOf } from "@fleetprompt/sdk/trusted-publishing"
import type { Command } from "commander"
import { parsedBy, slugArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"

export interface RemoveTrustedPublisherOptions {
  readonly slug: string
  readonly trustedPublisherId: string
}

export function define(command: Command, context: Context, run = removeTrustedPublisher): void {
  command
    .argument("<listing>", "publisher/name", slugArgument)
    .argument("<id>", "as `trusted-publisher list` prints it", parsedBy(trustedPublisher.shape.trustedPublisherId))
    .action((slug: string, trustedPublisherId: string) => run({ slug, trustedPublisherId }, context))
}

/** Ends what a repository's runs may publish, with every token they hold. */
export async function removeTrustedPublisher(
  { slug, trustedPublisherId }: RemoveTrustedPublisherOptions,
  context: Context,
): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const removed = await output.waiting("Removing", trustedPublishingOf(client).remove(slug, trustedPublisherId))
  output.result(removed, () => `${trustedPublisherId} may publish ${slug} no more.`)
}
