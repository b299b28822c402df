import { type RevocationReason, revocationReasons, revokeReleaseRequest } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { type FullReference, fullReferenceArgument, parsedBy } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { refuseSecrets } from "../../manifest/secret-findings.ts"
import { visibleLine } from "../../output/visible.ts"
import { requireYes } from "../require-yes.ts"

export interface RevokeReleaseOptions extends FullReference {
  readonly reason: RevocationReason
  readonly note?: string
  /** Do not ask. */
  readonly yes?: true
}

export function define(command: Command, context: Context, run = revokeRelease): void {
  const note = revokeReleaseRequest.shape.note.unwrap().unwrap()
  command
    .argument("<release>", "publisher/name@version", fullReferenceArgument)
    .addOption(new Option("--reason <reason>", "why").choices(revocationReasons).makeOptionMandatory())
    .option("--note <text>", "more about it, for everybody to read", parsedBy(note))
    .option("--yes", "do not ask")
    .action((reference: FullReference, flags: Omit<RevokeReleaseOptions, keyof FullReference>) =>
      run({ ...reference, ...flags }, context),
    )
}

/** Takes a release back for good: it can no longer be installed, and installs under way are canceled. */
export async function revokeRelease(options: RevokeReleaseOptions, context: Context): Promise<void> {
  const { slug, version, reason, note = null, yes } = options
  const { output } = context
  if (note !== null) await refuseSecrets({ note })
  const client = await context.signedInClient()
  await requireYes(context, yes, `Revoke ${slug}@${version}? It can never be installed again.`)
  const revoked = await output.waiting("Revoking the release", client.releases.revoke(slug, version, { reason, note }))
  output.result(revoked, () =>
    revoked.result === "unchanged"
      ? `${slug}@${version} was revoked already.`
      : `${slug}@${version} is revoked. The listing offers ${visibleLine(revoked.latestVersion ?? "nothing to install")} now.`,
  )
}
