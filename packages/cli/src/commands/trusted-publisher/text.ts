import type { TrustedPublisher } from "@fleetprompt/sdk/contracts"
import { fields } from "../../output/fields.ts"
import type { Theme } from "../../output/theme.ts"

/** One trusted publisher for people to read. */
export const trustedPublisherText = (trusted: TrustedPublisher, theme: Theme): string =>
  fields(
    [
      ["id", trusted.trustedPublisherId],
      ["listing", trusted.isPending ? `${trusted.slug}, which the first run will create` : trusted.slug],
      ["issuer", trusted.issuer],
      ["repository", `${trusted.repository} (owner ${trusted.ownerId}, ${repositoryText(trusted)})`],
      ["workflow", trusted.workflow],
      ["environment", trusted.environment ?? "any"],
      ["refs", trusted.refPattern ?? "any"],
      ["events", trusted.events.join(", ")],
      ["reusable", trusted.allowReusable ? "the job may stand in another workflow" : undefined],
    ],
    theme,
  )

const repositoryText = ({ repositoryId }: TrustedPublisher) =>
  repositoryId === null ? "its own number is kept with the first run" : `repository ${repositoryId}`
