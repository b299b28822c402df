import type { TrustedPublisher } from "@fleetprompt/sdk/contracts"
import { trustedPublishingOf } from "@fleetprompt/sdk/trusted-publishing"
import type { Command } from "commander"
import { slugArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { type Column, table } from "../../output/table.ts"
import { dayText } from "../../output/time.ts"

export interface ListTrustedPublishersOptions {
  readonly slug: string
}

export function define(command: Command, context: Context, run = listTrustedPublishers): void {
  command.argument("<listing>", "publisher/name", slugArgument).action((slug: string) => run({ slug }, context))
}

/** Prints whose runs may publish a listing, and what of it could be stricter. */
export async function listTrustedPublishers({ slug }: ListTrustedPublishersOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const trusted = await output.waiting("Reading", trustedPublishingOf(client).list(slug))
  output.result(trusted, () => table(trusted.data, columns, output))
  if (trusted.data.length === 0) output.note(`Nobody yet. Add one with \`fleetprompt trusted-publisher add ${slug}\`.`)
  for (const { trustedPublisherId, unpinnedEnvironment } of trusted.data) {
    if (unpinnedEnvironment === null) continue
    output.note(`${trustedPublisherId} runs in the environment ${unpinnedEnvironment} and does not ask for it.`)
  }
  const others = trusted.requireTrustedPublishing ? "These alone may publish." : "Members may publish besides."
  output.note(`${others} \`fleetprompt trusted-publisher require\` changes that.`)
}

const columns: readonly Column<TrustedPublisher>[] = [
  { title: "ID", value: ({ trustedPublisherId }) => trustedPublisherId },
  { title: "REPOSITORY", value: ({ repository }) => repository, isElastic: true },
  { title: "WORKFLOW", value: ({ workflow }) => workflow, isElastic: true },
  { title: "ENVIRONMENT", value: ({ environment }) => environment ?? "any" },
  { title: "REFS", value: ({ refPattern }) => refPattern ?? "any" },
  { title: "USED", value: ({ lastUsedAtMs }) => (lastUsedAtMs === null ? "never" : dayText(lastUsedAtMs)) },
  { title: "STATE", value: ({ isPending }) => (isPending ? "pending" : "active") },
]
