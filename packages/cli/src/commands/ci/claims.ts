import { CliError } from "../../errors.ts"

/** Claims of a token by name, as text. */
export type Claims = Readonly<Record<string, string>>

/** What is worth a look: where the run comes from, and for whom the token was made. What makes it usable is left out. */
const shown = [
  "iss",
  "aud",
  "repository",
  "repository_id",
  "repository_owner_id",
  "workflow_ref",
  "job_workflow_ref",
  "event_name",
  "ref",
  "environment",
  "sha",
  "run_id",
  "project_path",
  "project_id",
  "namespace_id",
  "ci_config_ref_uri",
  "pipeline_source",
  "ref_path",
  "pipeline_id",
]

/**
 * The claims of a token without a check of it, for its own holder to look at.
 * @throws CliError for what is no JWT.
 */
export function decodedClaims(token: string): Claims {
  const payload = payloadOf(token)
  return Object.fromEntries(
    shown.flatMap((name) => {
      const value = payload[name]
      const text = typeof value === "string" ? value : JSON.stringify(value)
      return text === undefined ? [] : [[name, text.slice(0, 255)]]
    }),
  )
}

function payloadOf(token: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"))
    if (typeof parsed === "object" && parsed !== null) return { ...parsed }
  } catch {
    // Said below.
  }
  throw new CliError({
    code: "ID_TOKEN_MISSING",
    message: "What the CI gave the job is no token: it is not three parts with JSON in them.",
    remedy: "Check what fills FLEETPROMPT_ID_TOKEN.",
  })
}
