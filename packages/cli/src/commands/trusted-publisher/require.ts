import { trustedPublishingOf } from "@fleetprompt/sdk/trusted-publishing"
import type { Command } from "commander"
import { slugArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"

export interface RequireOptions {
  readonly slug: string
  readonly off?: true
}

export function define(command: Command, context: Context, run = requireTrustedPublishing): void {
  command
    .argument("<listing>", "publisher/name", slugArgument)
    .option("--off", "let members publish again besides")
    .action((slug: string, flags: Omit<RequireOptions, "slug">) => run({ slug, ...flags }, context))
}

/** Has a listing take releases from its trusted publishers alone, or from members besides. */
export async function requireTrustedPublishing({ slug, off }: RequireOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const rule = await output.waiting("Setting", trustedPublishingOf(client).require(slug, off !== true))
  output.result(rule, () =>
    rule.requireTrustedPublishing
      ? `${slug} takes releases from its trusted publishers alone.`
      : `${slug} takes releases from its publisher's members besides.`,
  )
}
