import { addTrustedPublisherRequest, type CiEvent, ciEvents } from "@fleetprompt/sdk/contracts"
import { trustedPublishingOf } from "@fleetprompt/sdk/trusted-publishing"
import { type Command, Option } from "commander"
import { parsedBy, slugArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { trustedPublisherText } from "./text.ts"

export interface AddTrustedPublisherOptions {
  readonly slug: string
  readonly provider: keyof typeof usualIssuers
  readonly issuer?: string
  readonly repository: string
  readonly ownerId: string
  readonly repositoryId?: string
  readonly workflow: string
  readonly environment?: string
  readonly refPattern?: string
  readonly event?: CiEvent[]
  readonly allowReusable?: true
}

const usualIssuers = {
  github: "https://token.actions.githubusercontent.com",
  gitlab: "https://gitlab.com",
} as const

const { shape } = addTrustedPublisherRequest

export function define(command: Command, context: Context, run = addTrustedPublisher): void {
  command
    .argument("<listing>", "publisher/name; the listing may be there already, or still to come", slugArgument)
    .requiredOption("--repository <owner/name>", "the repository that publishes", parsedBy(shape.repository))
    .requiredOption("--owner-id <number>", "the number of its owner, or of GitLab's namespace", parsedBy(shape.ownerId))
    .option("--repository-id <number>", "its own number; else that of the first run counts", numberOf)
    .requiredOption("--workflow <file>", "the workflow that publishes, such as release.yml", parsedBy(shape.workflow))
    .option("--environment <name>", "the environment its job must be in", textOf)
    .option("--ref-pattern <pattern>", "the refs it may run on, such as refs/tags/v*", textOf)
    .addOption(new Option("--event <event...>", "what may start it; all when left out").choices(ciEvents))
    .option("--allow-reusable", "let the job stand in a workflow that this one calls")
    .addOption(new Option("--provider <name>", "whose CI it is").choices(Object.keys(usualIssuers)).default("github"))
    .option("--issuer <url>", "its issuer, where it is neither github.com nor gitlab.com", parsedBy(shape.issuer))
    .action((slug: string, flags: Omit<AddTrustedPublisherOptions, "slug">) => run({ slug, ...flags }, context))
}

const numberOf = parsedBy(shape.ownerId)
const textOf = parsedBy(shape.issuer)

/** Lets the runs of a repository publish a listing without a token. The same words again change nothing. */
export async function addTrustedPublisher(options: AddTrustedPublisherOptions, context: Context): Promise<void> {
  const { output } = context
  const { slug, provider, issuer = usualIssuers[provider], repository, ownerId, workflow } = options
  const client = await context.signedInClient()
  const body = {
    issuer,
    repository,
    ownerId,
    workflow,
    repositoryId: options.repositoryId ?? null,
    environment: options.environment ?? null,
    refPattern: options.refPattern ?? null,
    allowReusable: options.allowReusable === true,
    ...(options.event && { events: options.event }),
  }
  const trusted = await output.waiting("Adding", trustedPublishingOf(client).add(slug, body))
  output.result(trusted, () => trustedPublisherText(trusted, output.theme))
  output.note(`\`fleetprompt publish\` needs no token in that workflow: its job needs \`id-token: write\` alone.`)
}
