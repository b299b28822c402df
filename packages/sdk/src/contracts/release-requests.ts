import * as z from "zod"
import { limits } from "./limits.ts"
import type { AssetKind } from "./listings.ts"
import { pageQuery } from "./page.ts"
import { revocationReasons } from "./releases.ts"
import { httpsUrl, line, prose } from "./text.ts"
import { version } from "./version.ts"

/** An upstream id. FleetPrompt stores it and never parses it (§4.3 Flow C). */
const reference = z
  .string()
  .min(1, "must not be empty")
  .max(limits.referenceLengthMax, `must have at most ${limits.referenceLengthMax} characters`)
  .regex(/^[\x21-\x7e]*$/, "must be printable ASCII without blanks")

/** Upstream ids by asset kind; see {@link referenceIssues} for which kind needs which. */
export const releaseRefs = z.strictObject({
  whsAgentId: reference.exactOptional(),
  whsDeploymentId: reference.exactOptional(),
  agentromaticWorkflowId: reference.exactOptional(),
  specAssetId: reference.exactOptional(),
})
export type ReleaseRefs = z.infer<typeof releaseRefs>

const minimumVersion = z
  .string()
  .max(limits.versionLengthMax)
  .regex(/^\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?$/, "must be a version such as 2.3 or 2.3.0")

/** The lowest version of each target system the release works with. */
export const compatibility = z.strictObject({
  minWHSVersion: minimumVersion.exactOptional(),
  minAgentromaticVersion: minimumVersion.exactOptional(),
  minAgentelicVersion: minimumVersion.exactOptional(),
})
export type Compatibility = z.infer<typeof compatibility>

/** A pointer to a file somebody else hosts; being one object, it has both parts or is absent. */
export const artifact = z.strictObject({
  url: httpsUrl,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hexadecimal digits"),
})
export type Artifact = z.infer<typeof artifact>

/** The immutable words of a release, the same in a manifest and a publish. */
export const releaseFields = {
  version,
  refs: releaseRefs,
  compatibility: compatibility.default({}),
  artifact: artifact.nullable().default(null),
  notes: prose(limits.notesLengthMax).default(""),
}

/** Body of `POST /v1/listings/{publisher}/{name}/releases`. */
export const publishReleaseRequest = z.strictObject(releaseFields)
export type PublishReleaseRequest = z.input<typeof publishReleaseRequest>
/** A release as it is stored and digested: every default filled in. */
export type ReleaseContent = z.output<typeof publishReleaseRequest>

/** Names what is missing from or foreign to the references of a release of this kind; empty means fine. */
export function referenceIssues(
  kind: AssetKind,
  content: Pick<ReleaseContent, "refs" | "artifact">,
): { pointer: string; message: string }[] {
  const { required, allowed } = referencesOf[kind]
  const issues = Object.keys(content.refs)
    .filter((key) => !allowed.includes(key))
    .map((key) => ({ pointer: `/refs/${key}`, message: `does not belong to a release of kind ${kind}` }))
  if (!(required in content.refs) && !(kind === "spec_asset" && content.artifact)) {
    const alternative = kind === "spec_asset" ? " or an artifact" : ""
    issues.push({ pointer: `/refs/${required}`, message: `is required for a release of kind ${kind}${alternative}` })
  }
  return issues
}

const referencesOf: Record<AssetKind, { required: keyof ReleaseRefs; allowed: readonly string[] }> = {
  whs_agent: { required: "whsAgentId", allowed: ["whsAgentId", "whsDeploymentId"] },
  agentromatic_workflow: { required: "agentromaticWorkflowId", allowed: ["agentromaticWorkflowId"] },
  spec_asset: { required: "specAssetId", allowed: ["specAssetId"] },
}

/** Body of `POST /v1/listings/{publisher}/{name}/releases/{version}/revocation`. There is no way back. */
export const revokeReleaseRequest = z.strictObject({
  reason: z.enum(revocationReasons),
  note: line(limits.revocationNoteLengthMax).nullable().default(null),
})
export type RevokeReleaseRequest = z.input<typeof revokeReleaseRequest>

/** Query of a listing's release history, most recently published first. */
export const listReleasesQuery = z.strictObject(pageQuery)
export type ListReleasesQuery = z.input<typeof listReleasesQuery>
