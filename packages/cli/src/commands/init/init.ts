import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { assetKinds, splitSlug } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { searchFolder } from "../../manifest/find.ts"
import { checkManifest } from "../../manifest/load.ts"
import { askEssentials, essentialSchemas, requireEssentials } from "./ask.ts"
import { detect } from "./detect.ts"
import { type Essentials, manifestText, referenceOf } from "./template.ts"

export interface InitOptions extends Partial<Essentials> {
  /** Overwrite a manifest that is there. */
  readonly force?: true
}

const fileName = "fleetprompt.yaml"

export function define(command: Command, context: Context, run = init): void {
  const { slug, name, summary, ref } = essentialSchemas
  command
    .option("--slug <slug>", "publisher/name", parsedBy(slug))
    .addOption(new Option("--kind <kind>", "what it is").choices(assetKinds))
    .option("--name <name>", "the name people read", parsedBy(name))
    .option("--summary <text>", "one line for lists and search results", parsedBy(summary))
    .option("--ref <id>", `its id in the system that owns it (${Object.values(referenceOf).join(", ")})`, parsedBy(ref))
    .option("--force", "overwrite a manifest that is there")
    .action((options: InitOptions) => run(options, context))
}

/** Writes a manifest for the working directory, from flags, from answers, and from what the folder tells. */
export async function init({ force, ...flags }: InitOptions, context: Context): Promise<void> {
  const { io, output } = context
  const existing = force ? undefined : await searchFolder(io.cwd, io.cwd)
  if (existing !== undefined) {
    throw usageError(`${existing.displayPath} is there already.`, "Edit it, or add --force to write a new one.")
  }
  const detected = { ...(await detect(io.cwd)), ...(context.isInteractive && (await ownHandle(context))) }
  const essentials = context.isInteractive
    ? await askEssentials(flags, detected, await context.prompts())
    : requireEssentials(flags)
  const path = join(io.cwd, fileName)
  const text = manifestText(essentials, detected)
  // Nobody should get a file from us that the next command refuses.
  await checkManifest({ path, displayPath: fileName, folder: io.cwd, text, root: [] })
  await writeFile(path, text)
  output.result({ path, slug: essentials.slug }, () => `Wrote ${fileName}.`)
  output.note(nextSteps(splitSlug(essentials.slug).publisher))
}

const askMsMax = 2_000

/** The caller's first publisher, where somebody is signed in and the registry answers soon: the likeliest of all handles. */
async function ownHandle(context: Context): Promise<{ handle: string } | undefined> {
  try {
    if ((await context.credential()) === undefined) return undefined
    const client = await context.signedInClient()
    const { publishers } = await client.whoami({ timeoutMs: askMsMax, maxRetries: 0 })
    return publishers[0] && { handle: publishers[0].handle }
  } catch {
    return undefined
  }
}

const nextSteps = (publisher: string) => `Next:
  fleetprompt login, unless FLEETPROMPT_TOKEN is set
  fleetprompt publish --dry-run, which says what would be done
  fleetprompt publish, which also offers to claim the publisher ${publisher} for you`
