import {
  type AssetKind,
  assetKinds,
  createListingRequest,
  fieldIssues,
  type CreateListingRequest,
  type Listing,
} from "@fleetprompt/sdk/contracts"
import { type FleetPrompt, isCode } from "@fleetprompt/sdk"
import { type Command, Option } from "commander"
import { type OnlyOptions, onlyOption } from "../../arguments/only.ts"
import { collected, slugArgument } from "../../arguments/parse.ts"
import { listingUrl } from "../../config/registry.ts"
import type { Context } from "../../context.ts"
import { CliError, usageError } from "../../errors.ts"
import { onlyEntry } from "../../manifest/only-entry.ts"
import { refuseSecrets } from "../../manifest/secret-findings.ts"
import { requirePublisher } from "../publisher/require.ts"

export interface CreateListingOptions extends OnlyOptions {
  readonly slug?: string
  readonly kind?: AssetKind
  readonly name?: string
  readonly summary?: string
  readonly description?: string
  readonly tag?: string[]
  readonly category?: string[]
  readonly docsUrl?: string
  readonly repoUrl?: string
}

export function define(command: Command, context: Context, run = createListing): void {
  command
    .option("--slug <slug>", "publisher/name; without it everything comes from the manifest", slugArgument)
    .addOption(new Option("--kind <kind>", "what the listing describes; cannot change later").choices(assetKinds))
    .option("--name <name>", "the name people read")
    .option("--summary <text>", "one line for lists and search results")
    .option("--description <markdown>", "what it does, for whom, with which limits")
    .option("--tag <tag>", "a tag; may be given several times", collected(String))
    .option("--category <category>", "a category; may be given several times", collected(String))
    .option("--docs-url <url>", "where its documentation is")
    .option("--repo-url <url>", "where its source is")
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
  const { kind, tag, category, ...rest } = options
  const missing = (["slug", "kind", "name", "summary"] as const).filter((flag) => options[flag] === undefined)
  if (missing.length > 0) {
    throw usageError(
      `Missing ${missing.map((flag) => `--${flag}`).join(", ")}.`,
      "Give all of --slug, --kind, --name and --summary, or no flag at all to take the manifest.",
    )
  }
  const parsed = createListingRequest.safeParse({ ...rest, assetKind: kind, tags: tag, categories: category })
  if (parsed.success) {
    await refuseSecrets(parsed.data)
    return parsed.data
  }
  throw new CliError({
    code: "VALIDATION_FAILED",
    message: "The listing breaks a rule.",
    remedy: "Correct what is listed above.",
    findings: fieldIssues(parsed.error),
  })
}
