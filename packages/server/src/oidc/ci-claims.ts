import { ciClaim } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { CiClaims, CiIssuer, NamedClaim } from "../domain/trusted-publishing/claims.ts"

/** Check 5: the claims a run's token must have, read as its provider writes them. */
type Read = (issuer: CiIssuer, payload: unknown) => CiClaims | MissingClaims

/** Claims that are not there, or are no line of text. */
export interface MissingClaims {
  readonly missing: readonly string[]
}

const id = z.union([ciClaim, z.int().nonnegative()]).transform(String)
const times = { exp: z.number() }

/** GitHub's, and those of forges that copied it. */
const githubClaims = z.object({
  ...times,
  jti: ciClaim,
  repository: ciClaim,
  repository_id: id,
  repository_owner: ciClaim,
  repository_owner_id: id,
  workflow_ref: ciClaim,
  job_workflow_ref: ciClaim,
  event_name: ciClaim,
  ref: ciClaim,
  sha: ciClaim,
  run_id: id,
  run_attempt: id.optional(),
  environment: ciClaim.optional(),
})

const githubNames: Record<NamedClaim, string> = {
  repository: "repository",
  repositoryId: "repository_id",
  ownerId: "repository_owner_id",
  workflow: "workflow_ref",
  calledWorkflow: "job_workflow_ref",
  event: "event_name",
  ref: "ref",
  environment: "environment",
}

const github: Read = ({ provider, issuer }, payload) => {
  const parsed = githubClaims.safeParse(payload)
  if (!parsed.success) return missingOf(parsed.error)
  const claims = parsed.data
  const { repository, run_id: runId, run_attempt: runAttempt = null } = claims
  const workflow = pathOf(claims.workflow_ref, `${repository}/`)
  if (workflow === undefined) return { missing: ["workflow_ref"] }
  const server = provider === "github" ? serverOf(issuer) : undefined
  const attempt = runAttempt === null ? "" : `/attempts/${runAttempt}`
  return {
    provider,
    issuer,
    jti: claims.jti,
    expiresAtMs: Math.ceil(claims.exp * 1_000),
    repository,
    repositoryId: claims.repository_id,
    ownerId: claims.repository_owner_id,
    workflow,
    calledWorkflow: claims.job_workflow_ref === claims.workflow_ref ? null : claims.job_workflow_ref,
    event: claims.event_name,
    ref: claims.ref,
    commit: claims.sha,
    environment: claims.environment ?? null,
    runId,
    runAttempt,
    runUrl: linkTo(server, repository, `/actions/runs/${runId}${attempt}`),
    names: githubNames,
  }
}

/** Where a GitHub's pages are: github.com, a company's own host, or its part of ghe.com. */
function serverOf(issuer: string): string | undefined {
  const { hostname, origin } = new URL(issuer)
  if (hostname === "token.actions.githubusercontent.com") return "https://github.com"
  const tenant = /^token\.actions\.([a-z0-9-]+\.ghe\.com)$/.exec(hostname)?.[1]
  return tenant === undefined ? origin : `https://${tenant}`
}

const gitlabClaims = z.object({
  ...times,
  jti: ciClaim,
  project_path: ciClaim,
  project_id: id,
  namespace_id: id,
  ci_config_ref_uri: ciClaim,
  pipeline_source: ciClaim,
  ref_path: ciClaim,
  sha: ciClaim,
  pipeline_id: id,
  environment: ciClaim.optional(),
})

const gitlabNames: Record<NamedClaim, string> = {
  repository: "project_path",
  repositoryId: "project_id",
  ownerId: "namespace_id",
  workflow: "ci_config_ref_uri",
  calledWorkflow: "ci_config_ref_uri",
  event: "pipeline_source",
  ref: "ref_path",
  environment: "environment",
}

const gitlab: Read = ({ provider, issuer }, payload) => {
  const parsed = gitlabClaims.safeParse(payload)
  if (!parsed.success) return missingOf(parsed.error)
  const claims = parsed.data
  const { project_path: repository, pipeline_id: runId } = claims
  const workflow = pathOf(claims.ci_config_ref_uri, `${new URL(issuer).host}/${repository}//`)
  if (workflow === undefined) return { missing: ["ci_config_ref_uri"] }
  return {
    provider,
    issuer,
    jti: claims.jti,
    expiresAtMs: Math.ceil(claims.exp * 1_000),
    repository,
    repositoryId: claims.project_id,
    ownerId: claims.namespace_id,
    workflow,
    calledWorkflow: null,
    event: claims.pipeline_source,
    ref: claims.ref_path,
    commit: claims.sha,
    environment: claims.environment ?? null,
    runId,
    runAttempt: null,
    runUrl: linkTo(issuer, repository, `/-/pipelines/${runId}`),
    names: gitlabNames,
  }
}

/**
 * The path in `acme/triage/.github/workflows/release.yml@refs/tags/v1`, where it is of this very repository. What comes
 * after the last `@` that begins a ref is the ref; nothing here reads `sub`, whose form providers change.
 */
function pathOf(uri: string, prefix: string): string | undefined {
  if (!uri.toLowerCase().startsWith(prefix.toLowerCase())) return undefined
  const path = uri.slice(prefix.length)
  const end = path.indexOf("@")
  return end > 0 ? path.slice(0, end) : undefined
}

/** A link people may click: to a name that is nothing but a name, at a public host. */
function linkTo(server: string | undefined, repository: string, rest: string): string | null {
  if (server?.startsWith("https://") !== true || !/^[\w.-]+(?:\/[\w.-]+)+$/.test(repository)) return null
  return /^[\w./-]+$/.test(rest) ? `${server}/${repository}${rest}` : null
}

const missingOf = (error: z.ZodError): MissingClaims => ({
  missing: [...new Set(error.issues.map(({ path }) => String(path[0])))],
})

const readers = { github, gitlab, oidc: github } as const

/** What a run's token claims. The signature is checked by then. */
export const readCiClaims = (issuer: CiIssuer, payload: unknown): CiClaims | MissingClaims =>
  readers[issuer.provider](issuer, payload)
