import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import { splitSlug, type Whoami } from "@fleetprompt/sdk/contracts"
import { CliError } from "../../errors.ts"
import { ifThere } from "../if-there.ts"

/**
 * Makes sure that the publisher of a slug is the caller's. Nothing is claimed on the way: a handle is a name for life.
 * @throws CliError saying whether it is free or somebody else's, and what to type.
 */
export async function requirePublisher(client: FleetPrompt, { publishers }: Whoami, slug: string): Promise<void> {
  const { publisher: handle } = splitSlug(slug)
  if (publishers.some((own) => own.handle === handle)) return
  const isClaimed = (await ifThere(client.publishers.get(handle))) !== undefined
  throw new CliError({
    code: "NOT_FOUND",
    message: isClaimed
      ? `The publisher ${handle} is not yours: the token's user is not one of its members.`
      : `The publisher ${handle} does not exist yet.`,
    remedy: isClaimed
      ? "Ask one of its owners to add you, or change listing.slug in the manifest."
      : `Claim it with \`fleetprompt publisher claim ${handle}\`, or add --claim to \`fleetprompt publish\`.`,
  })
}
