import type { Discovery } from "@fleetprompt/sdk/contracts"
import { CliError } from "../errors.ts"

/**
 * Whom a CI's token has to be made for at a registry. It must be that registry itself: one that named another could
 * take the token there and publish in our place.
 * @throws CliError
 */
export function audienceOf({ trustedPublishing }: Discovery, registryUrl: string): string {
  if (trustedPublishing === null) {
    throw new CliError({
      code: "TRUSTED_PUBLISHING_OFF",
      message: `${registryUrl} takes no tokens of CI systems.`,
      remedy: "Set FLEETPROMPT_TOKEN to a personal token, or ask the operator to switch trusted publishing on.",
    })
  }
  const { audience } = trustedPublishing
  if (URL.parse(audience)?.origin === new URL(registryUrl).origin) return audience
  throw new CliError({
    code: "AUDIENCE_FOREIGN",
    message: `${registryUrl} asks for a token that is meant for another site, which could use it in your place.`,
    remedy: "Set FLEETPROMPT_URL to the registry's own address, or ask its operator about FLEETPROMPT_CI_AUDIENCE.",
  })
}
