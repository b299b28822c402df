import { FleetPrompt } from "@fleetprompt/sdk"
import { releaseDigest } from "@fleetprompt/sdk/contracts"
import { trustedPublishingOf } from "@fleetprompt/sdk/trusted-publishing"
import { type CiIssuer, githubRun } from "../../packages/server/test/support/ci-issuer.ts"
import { sessionOf } from "./session.ts"
import type { Site } from "./site.ts"

export interface HostileRun {
  readonly slug: string
  /** What is claimed under that name. */
  readonly write: (field: string) => string
  /** The same for what takes no blanks. */
  readonly writeWord: (field: string) => string
}

/** Has runs of a CI publish version 1.2.0 of each listing, with attacks in all that their tokens claim. */
export async function publishFromRuns(
  { registry, url }: Site,
  ci: CiIssuer,
  runs: readonly HostileRun[],
): Promise<void> {
  const owner = await sessionOf(registry)
  // One after the other: the CI has one set of claims at a time.
  for (const { slug, write, writeWord } of runs) {
    const repository = `evil/${writeWord("trusted").replaceAll(/\/+/g, "/").replace(/\/$/, "")}`
    const workflow = `.github/workflows/${writeWord("workflow").replaceAll("@", "")}.yml`
    await trustedPublishingOf(owner).add(slug, { issuer: ci.issuer, repository, ownerId: "42", workflow })
    const at = `${repository}/${workflow}@refs/tags/v1.2.0`
    ci.claim({
      ...githubRun({ repository, workflow_ref: at, job_workflow_ref: at, ref: write("gitRef") }),
      sha: write("commit"),
      run_id: write("runId"),
      environment: write("unpinnedEnvironment"),
    })
    const { refs, compatibility, artifact, notes } = await owner.releases.get(slug, "1.1.0")
    const content = { version: "1.2.0", refs, compatibility, artifact, notes }
    const { token } = await trustedPublishingOf(new FleetPrompt({ baseUrl: url })).exchange({
      oidcToken: await ci.tokenFor(url),
      listing: slug,
      version: content.version,
      digest: await releaseDigest("whs_agent", content),
    })
    await new FleetPrompt({ baseUrl: url, token }).releases.publish(slug, content)
  }
}
