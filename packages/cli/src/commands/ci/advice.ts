import type { ClaimVerdict } from "@fleetprompt/sdk/contracts"
import { visibleLine } from "../../output/visible.ts"
import type { Claims } from "./claims.ts"

/** What to write into the workflow so that a claim is as expected, as lines of YAML. */
const workflowLines: Readonly<Record<string, (expected: string) => readonly string[]>> = {
  event_name: (expected) => ["on:", ...expected.split(" or ").map((event) => `  ${event}:`)],
  environment: (expected) => ["jobs:", "  publish:", `    environment: ${expected}`],
  ref: (expected) => refLines(expected),
  ref_path: (expected) => ["publish:", "  rules:", `    - if: $CI_COMMIT_REF_NAME =~ /^${shortOf(expected)}/`],
  pipeline_source: (expected) => [
    "publish:",
    "  rules:",
    `    - if: $CI_PIPELINE_SOURCE == "${expected.split(" or ")[0]}"`,
  ],
}

function refLines(expected: string): readonly string[] {
  const isTag = expected.startsWith("refs/tags/")
  return ["on:", "  push:", `    ${isTag ? "tags" : "branches"}: ["${shortOf(expected)}"]`]
}

const shortOf = (ref: string) => ref.replace(/^refs\/(?:tags|heads)\//, "").replace(/\*$/, "*")

/**
 * Both ways out of a refusal: what to change in the workflow, or in whom the listing trusts. Where the registry told
 * nothing of its rule, the second alone.
 */
export function adviceFor(slug: string, verdicts: readonly ClaimVerdict[], claims: Claims): string[] {
  const wrong = verdicts.filter(({ matches }) => !matches)
  const workflow = wrong.flatMap(({ claim, expected }) =>
    expected === null ? [] : (workflowLines[claim]?.(visibleLine(expected)) ?? []),
  )
  const change = workflow.length === 0 ? [] : ["", "In the workflow:", ...workflow.map((line) => `  ${line}`)]
  return [...change, "", "Or, as an owner of the publisher, trust this run:", `  ${addCommand(slug, claims)}`]
}

function addCommand(slug: string, claims: Claims): string {
  const isGitLab = claims["project_path"] !== undefined
  const workflow = isGitLab ? (claims["ci_config_ref_uri"] ?? "").split("//")[1] : claims["workflow_ref"]
  const path = (workflow ?? "").split("@")[0] ?? ""
  const file = isGitLab ? path : path.split("/").slice(2).join("/")
  const given: readonly (readonly [string, string | undefined])[] = [
    ["--issuer", claims["iss"]],
    ["--provider", isGitLab ? "gitlab" : undefined],
    ["--repository", claims["repository"] ?? claims["project_path"]],
    ["--owner-id", claims["repository_owner_id"] ?? claims["namespace_id"]],
    ["--repository-id", claims["repository_id"] ?? claims["project_id"]],
    ["--workflow", file],
    ["--environment", claims["environment"]],
  ]
  const flags = given.flatMap(([flag, value]) => (value === undefined ? [] : [`${flag} ${shellText(value)}`]))
  return `fleetprompt trusted-publisher add ${slug} ${flags.join(" ")}`
}

/** A claim is a stranger's text, and this line is made to be pasted into a shell. */
const shellText = (text: string): string => {
  const line = visibleLine(text)
  return /^[\w./:@-]+$/.test(line) ? line : `'${line.replaceAll("'", `'\\''`)}'`
}
