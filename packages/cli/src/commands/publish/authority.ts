import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import { isFleetPromptError } from "@fleetprompt/sdk/fetch"
import type { Whoami } from "@fleetprompt/sdk/contracts"
import { trustedPublishingOf } from "@fleetprompt/sdk/trusted-publishing"
import { audienceOf } from "../../ci/audience.ts"
import { maskSecret } from "../../ci/github.ts"
import { type IdTokens, idTokensOf, isWithoutPermission, permissionMissing } from "../../ci/id-token.ts"
import type { Context } from "../../context.ts"
import { CliError } from "../../errors.ts"
import type { LoadedManifest, ManifestEntry } from "../../manifest/load.ts"

/** With what a publish acts. */
export interface Authority {
  /** Undefined for a run of a CI, which is nobody: the registry says what its tokens may. */
  readonly caller: Whoami | undefined
  clientOf(entry: ManifestEntry): FleetPrompt
  /** Gives back what was lent for this publish. */
  end(): Promise<void>
}

/** Which credential a publish takes: the CI's own where there is one, or a token whatever the CI offers. */
export const authChoices = ["auto", "token"] as const
export type Auth = (typeof authChoices)[number]

/**
 * The CI's tokens where a publish is to use them. FLEETPROMPT_TOKEN wins. Nothing else is tried where they fail: a run
 * that was refused must not go on as somebody else.
 * @throws CliError for a job of GitHub's that may not ask for any and has no other credential.
 */
export async function tokensForPublish(context: Context, auth: Auth = "auto"): Promise<IdTokens | undefined> {
  if (auth === "token" || context.io.env["FLEETPROMPT_TOKEN"]?.trim()) return undefined
  const tokens = idTokensOf(context)
  if (tokens === undefined && isWithoutPermission(context.io) && (await context.credential()) === undefined) {
    throw permissionMissing()
  }
  return tokens
}

/**
 * Exchanges the CI's tokens for one token for each release of the manifest, as late as can be.
 * @throws ApiError, CliError
 */
export async function runAuthority(context: Context, tokens: IdTokens, manifest: LoadedManifest): Promise<Authority> {
  const anonymous = await context.clientWith(undefined)
  const audience = audienceOf(await anonymous.discover(), context.registryUrl)
  const clients = new Map<string, FleetPrompt>()
  const end = async () => {
    for (const client of clients.values()) {
      await trustedPublishingOf(client)
        .revoke()
        .then(undefined, () => context.output.note("The run's token could not be ended; it is over in 15 minutes."))
    }
  }
  try {
    for (const [place, entry] of manifest.entries.entries()) {
      const token = await exchanged(anonymous, entry, () => tokens.request(audience, place))
      maskSecret(context.io, token)
      clients.set(entry.listing.slug, await context.clientWith(token))
    }
  } catch (error) {
    await end()
    throw error
  }
  return { caller: undefined, clientOf: (entry) => clientIn(clients, entry), end }
}

/** A dry run exchanges nothing: it reads as a stranger does, once the registry says that an exchange would succeed. */
export async function dryAuthority(context: Context, tokens: IdTokens, manifest: LoadedManifest): Promise<Authority> {
  const anonymous = await context.clientWith(undefined)
  const audience = audienceOf(await anonymous.discover(), context.registryUrl)
  for (const [place, { listing }] of manifest.entries.entries()) {
    const oidcToken = await tokens.request(audience, place)
    const { matches, claims } = await trustedPublishingOf(anonymous).check({ oidcToken, listing: listing.slug })
    if (matches) continue
    throw new CliError({
      code: "OIDC_PUBLISHER_MISMATCH",
      message: `No trusted publisher of ${listing.slug} fits this run.`,
      remedy: "Run `fleetprompt ci doctor` in this job; it says what to change.",
      findings: claims
        .filter((claim) => !claim.matches)
        .map(({ claim, expected, got }) => ({
          pointer: `/oidcToken/${claim}`,
          code: "claim",
          message: `expected ${expected ?? "what a trusted publisher of the listing names"}, got ${got ?? "nothing"}`,
        })),
    })
  }
  return { caller: undefined, clientOf: () => anonymous, end: async () => {} }
}

/** A reply may be lost after the token was used up, so another one is asked for where the CI makes them on demand. */
async function exchanged(client: FleetPrompt, entry: ManifestEntry, request: () => Promise<string>): Promise<string> {
  const { listing, release, digest } = entry
  for (let attempt = 1; ; attempt++) {
    const body = { oidcToken: await request(), listing: listing.slug, version: release.version, digest }
    try {
      return (await trustedPublishingOf(client).exchange(body)).token
    } catch (error) {
      if (attempt === 3 || !isFleetPromptError(error) || !error.retryable) throw error
    }
  }
}

function clientIn(clients: ReadonlyMap<string, FleetPrompt>, { listing }: ManifestEntry): FleetPrompt {
  const client = clients.get(listing.slug)
  if (client === undefined) throw new Error(`There is no token for ${listing.slug}.`)
  return client
}
