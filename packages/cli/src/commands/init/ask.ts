import { type AssetKind, assetKinds, createListingRequest, releaseRefs, splitSlug } from "@fleetprompt/sdk/contracts"
import type * as z from "zod"
import { usageError } from "../../errors.ts"
import type { Prompts } from "../../prompts.ts"
import { type Detected, titleOf } from "./detect.ts"
import { type Essentials, referenceOf } from "./template.ts"

const { slug, name, summary } = createListingRequest.shape
/** Every kind's reference follows the same rule. */
const ref = releaseRefs.shape.whsAgentId.unwrap()

/** The rule each essential must meet, so that what init writes is valid. */
export const essentialSchemas = { slug, name, summary, ref } as const

const kindNames: Record<AssetKind, string> = {
  whs_agent: "an agent on WebHost.Systems",
  agentromatic_workflow: "a workflow on Agentromatic",
  spec_asset: "a spec asset",
}
const ownerOf: Record<AssetKind, string> = {
  whs_agent: "WebHost.Systems",
  agentromatic_workflow: "Agentromatic",
  spec_asset: "the system that keeps it",
}
const kinds = assetKinds.map((value) => ({ value, name: kindNames[value] }))

/** Completes the flags by asking for what is missing, with what the folder tells as proposals. */
export async function askEssentials(
  flags: Partial<Essentials>,
  detected: Detected,
  prompts: Prompts,
): Promise<Essentials> {
  const text = async (given: string | undefined, schema: z.ZodType<string>, message: string, initial?: string) =>
    given ?? (await prompts.text({ message, initial, check: (answer) => complaint(schema, answer) })).trim()
  const slugGiven = await text(flags.slug, slug, "Slug, as publisher/name:", proposedSlug(detected))
  const kind = flags.kind ?? (await prompts.choose({ message: "What is it?", choices: kinds }))
  return {
    slug: slugGiven,
    kind,
    name: await text(flags.name, name, "Name people read:", titleOf(splitSlug(slugGiven).name)),
    summary: await text(flags.summary, summary, "Summary, in one line:", detected.summary),
    ref: await text(flags.ref, ref, `Its id there, as its page in ${ownerOf[kind]} shows it (${referenceOf[kind]}):`),
  }
}

/**
 * The essentials where nobody can be asked.
 * @throws CliError naming every flag that is missing.
 */
export function requireEssentials(flags: Partial<Essentials>): Essentials {
  if (isComplete(flags)) return flags
  const missing = essentialNames.filter((essential) => flags[essential] === undefined)
  throw usageError(
    `Nobody can be asked here, and these flags are missing: ${missing.map((flag) => `--${flag}`).join(", ")}.`,
    "Add them, or run `fleetprompt init` on a terminal and answer its questions.",
  )
}

const essentialNames = ["slug", "kind", "name", "summary", "ref"] as const

const isComplete = (flags: Partial<Essentials>): flags is Essentials =>
  essentialNames.every((essential) => flags[essential] !== undefined)

const proposedSlug = ({ handle, slugName }: Detected) => (handle && slugName ? `${handle}/${slugName}` : undefined)

function complaint(schema: z.ZodType, answer: string): string | undefined {
  const parsed = schema.safeParse(answer)
  return parsed.success ? undefined : `It ${parsed.error.issues[0]?.message ?? "is not valid"}.`
}
