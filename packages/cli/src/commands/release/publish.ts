import type { Command } from "commander"
import { listingUrl } from "../../config/registry.ts"
import type { Context } from "../../context.ts"
import { visibleLine } from "../../output/visible.ts"

export function define(command: Command, context: Context, run = publishRelease): void {
  command.action(() => run(context))
}

/** Publishes the manifest's release and nothing else; the same content again changes nothing. */
export async function publishRelease(context: Context): Promise<void> {
  const { output, registryUrl } = context
  const client = await context.signedInClient()
  const { listing, release, digest } = await context.manifest()
  const { slug } = listing
  const published = await output.waiting("Publishing the release", client.releases.publish(slug, release))
  output.result(published, () =>
    [`release  ${visibleLine(published.result)}  ${release.version}  ${digest}`, listingUrl(registryUrl, slug)].join(
      "\n",
    ),
  )
  if (published.listingStatus === "draft") {
    output.note(`The listing is still a draft; make it public with \`fleetprompt listing publish ${slug}\`.`)
  }
}
