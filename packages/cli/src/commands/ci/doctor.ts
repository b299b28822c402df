import type { CheckedCiToken, ClaimVerdict } from "@fleetprompt/sdk/contracts"
import { trustedPublishingOf } from "@fleetprompt/sdk/trusted-publishing"
import type { Command } from "commander"
import { slugArgument } from "../../arguments/parse.ts"
import { audienceOf } from "../../ci/audience.ts"
import { idTokensOf, isWithoutPermission, permissionMissing } from "../../ci/id-token.ts"
import type { Context } from "../../context.ts"
import { CliError } from "../../errors.ts"
import { visibleLine } from "../../output/visible.ts"
import { adviceFor } from "./advice.ts"
import { type Claims, decodedClaims } from "./claims.ts"

export interface CiDoctorOptions {
  readonly slug?: string
}

/** What the registry says of one listing, and what to change. */
interface Diagnosis extends CheckedCiToken {
  readonly slug: string
  readonly advice: readonly string[]
}

export function define(command: Command, context: Context, run = ciDoctor): void {
  command
    .argument("[listing]", "publisher/name; those of the manifest when left out", slugArgument)
    .action((slug: string | undefined) => run({ ...(slug !== undefined && { slug }) }, context))
}

/**
 * Shows what this job's own token claims, compares it with whom the listing trusts, and says what to write into the
 * workflow. Nothing is used up, and the token itself is never printed.
 * @throws CliError where the job has no token, or the registry would refuse it.
 */
export async function ciDoctor({ slug }: CiDoctorOptions, context: Context): Promise<void> {
  const { output, io } = context
  const client = await context.clientWith(undefined)
  const discovery = await output.waiting("Asking the registry", client.discover())
  const audience = audienceOf(discovery, context.registryUrl)
  const tokens = idTokensOf(context)
  if (tokens === undefined) throw isWithoutPermission(io) ? permissionMissing() : noTokens(audience)
  const slugs = slug === undefined ? (await context.manifest()).entries.map(({ listing }) => listing.slug) : [slug]
  const oidcToken = await tokens.request(audience, 0)
  const claims = decodedClaims(oidcToken)
  const diagnoses: Diagnosis[] = []
  for (const each of slugs) {
    const checked = await output.waiting("Comparing", trustedPublishingOf(client).check({ oidcToken, listing: each }))
    diagnoses.push({ slug: each, ...checked, advice: checked.matches ? [] : adviceFor(each, checked.claims, claims) })
  }
  output.result({ audience, claims, listings: diagnoses }, () => diagnosisText(claims, diagnoses, context))
  if (io.env["FLEETPROMPT_TOKEN"]) output.note("FLEETPROMPT_TOKEN is set and wins: `publish` will not use this token.")
  const refused = diagnoses.find(({ matches }) => !matches)
  if (refused !== undefined) throw wouldBeRefused(refused)
}

const noTokens = (audience: string) =>
  new CliError({
    code: "ID_TOKEN_MISSING",
    message: "This job has no token of its own: neither GitHub's addresses nor FLEETPROMPT_ID_TOKEN are set.",
    remedy: `Run it in a job. On GitLab the job needs \`id_tokens: { FLEETPROMPT_ID_TOKEN: { aud: "${audience}" } }\`.`,
  })

const wouldBeRefused = ({ slug, advice }: Diagnosis) =>
  new CliError({
    code: "OIDC_PUBLISHER_MISMATCH",
    message: `The registry would refuse this run for ${slug}.`,
    remedy: advice.length === 0 ? "Compare the claims above." : "Change what is printed above, one or the other side.",
  })

function diagnosisText(claims: Claims, diagnoses: readonly Diagnosis[], context: Context): string {
  const told = Object.entries(claims).map(([name, value]) => `  ${name.padEnd(22)} ${visibleLine(value)}`)
  return [["This job's token claims", ...told].join("\n"), ...diagnoses.map((each) => listingText(each, context))].join(
    "\n\n",
  )
}

function listingText({ slug, claims, matches, advice }: Diagnosis, { output: { theme } }: Context): string {
  const verdict = matches ? theme.good("may be published by this run") : theme.bad("would be refused to this run")
  return [`${slug} ${verdict}`, ...claims.map((claim) => claimText(claim, markOf(claim, theme))), ...advice].join("\n")
}

const markOf = ({ matches }: ClaimVerdict, theme: Context["output"]["theme"]) =>
  matches ? theme.good("✓") : theme.bad("✗")

const claimText = ({ claim, expected, got }: ClaimVerdict, mark: string) =>
  `  ${mark} ${claim.padEnd(20)} expected ${visibleLine(expected ?? "(not told)")}, got ${visibleLine(got ?? "nothing")}`
