import type { FullRelease } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { type FullReference, fullReferenceArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { type Field, fields } from "../../output/fields.ts"
import { momentText } from "../../output/time.ts"
import { pairsText } from "../../output/pairs.ts"

export function define(command: Command, context: Context, run = getRelease): void {
  command
    .argument("<release>", "publisher/name@version", fullReferenceArgument)
    .action((reference: FullReference) => run(reference, context))
}

/** Prints one release, a revoked one too. */
export async function getRelease({ slug, version }: FullReference, context: Context): Promise<void> {
  const { output } = context
  const client = await context.client()
  const release = await output.waiting("Reading the release", client.releases.get(slug, version))
  output.result(release, () => fields(releaseFields(release), output.theme))
}

const releaseFields = (release: FullRelease): Field[] => [
  ["release", `${release.slug}@${release.version}`],
  ["id", release.releaseId],
  ["status", release.status],
  ["digest", release.digest],
  ["references", pairsText(release.refs)],
  ["needs", pairsText(release.compatibility)],
  ["artifact", release.artifact === null ? undefined : `${release.artifact.url} sha256:${release.artifact.sha256}`],
  ["published", momentText(release.publishedAtMs)],
  ["revoked", release.revokedAtMs === null ? undefined : momentText(release.revokedAtMs)],
  ["because", release.revocation === null ? undefined : [release.revocation.reason, release.revocation.note].join(" ")],
]
