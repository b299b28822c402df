import type { Command } from "commander"
import { type OnlyOptions, onlyOption } from "../../arguments/only.ts"
import { addTagOptions, requireTag, type TagOptions, versionFromTag } from "../../arguments/tag.ts"
import { listingUrl } from "../../config/registry.ts"
import type { Context } from "../../context.ts"
import { onlyEntry } from "../../manifest/only-entry.ts"
import { visibleLine } from "../../output/visible.ts"

export interface PublishReleaseOptions extends OnlyOptions, TagOptions {}

export function define(command: Command, context: Context, run = publishRelease): void {
  addTagOptions(command.addOption(onlyOption())).action((options: PublishReleaseOptions) => run(options, context))
}

/** Publishes the manifest's release and nothing else; the same content again changes nothing. */
export async function publishRelease({ only, ...tag }: PublishReleaseOptions, context: Context): Promise<void> {
  const { io, output, registryUrl } = context
  const client = await context.signedInClient()
  const manifest = await context.manifest({ only, version: versionFromTag(tag, io.env) })
  const { listing, release, digest } = onlyEntry(manifest)
  requireTag(tag, io.env, release.version)
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
