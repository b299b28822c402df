import { exitCodeMeanings } from "../../exit-codes.ts"

const exitCodeLines = Object.entries(exitCodeMeanings).map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)

/** Texts of `fleetprompt help <topic>`. */
export const topics: Record<string, string> = {
  "exit-codes": `Exit codes; scripts may rely on them:

${exitCodeLines.join("\n")}`,

  environment: `Environment variables:

  FLEETPROMPT_TOKEN             the token to act with; wins over what \`fleetprompt login\` kept
  FLEETPROMPT_ID_TOKEN          the CI's own token for publish, where the CI puts it into a variable
  FLEETPROMPT_URL               the registry to talk to; --registry wins over it
  FLEETPROMPT_CREDENTIAL_STORE  where login keeps things: auto, keyring or file
  FLEETPROMPT_CA_FILE           PEM certificates to trust beside Node's own
  HTTPS_PROXY, NO_PROXY         the proxy to use, and the hosts to reach without it
  XDG_CONFIG_HOME               where settings and credentials are kept (default ~/.config)
  NO_COLOR                      any value: no colour
  CI                            any value: never ask, no spinner
  GITHUB_ACTIONS, BUILDKITE     say failures the way that system shows them
  GITHUB_REF, CI_COMMIT_TAG, BUILDKITE_TAG, CIRCLE_TAG
                                the tag that --expect-tag and --version-from-tag mean

A project file never sets the registry, so it never decides where the token goes.`,

  json: `With --json, stdout holds the result as one JSON value and nothing else: the resource
as the API answers it, or {"data": […], "page": {"nextCursor": …}} for a list.

A failure leaves stdout empty and writes one line of problem+json (RFC 9457) to stderr:
code, detail, remedy, errors (each with a pointer), retryable, requestId and exitCode.
Three commands print their result and fail all the same: diff --exit-code, doctor, and
install --wait and intent wait where the install did not come about.

--output-file <file> adds one JSON value a line beside the human output, each with event,
schema and atMs: started, published (one for each listing), and at the end result or failed.
No credential is ever in that file.`,

  manifest: `The manifest is fleetprompt.yaml, .yml or .json, the same under .config/, or the key
"fleetprompt" of package.json: the first one found here, or in a folder above up to
the root of the git repository. It is data, never code. --config names another file.

  manifestVersion: 1
  listing:
    slug: acme/support-triage      # publisher/name
    assetKind: whs_agent           # or agentromatic_workflow, spec_asset
    name: Support Triage
    summary: Routes tickets to the right people
    description: { file: README.md }   # or the Markdown itself
    tags: [support]
    categories: [customer-support]
    docsUrl: https://docs.acme.example
    repoUrl: https://github.com/acme/support-triage
  release:
    version: 1.4.0                 # a release never changes; a change is a new version
    refs: { whsAgentId: agt_123 }  # or agentromaticWorkflowId, specAssetId
    compatibility: { minWHSVersion: 2.3.0 }
    notes: { file: CHANGELOG.md }  # of a changelog, the section of this version

A repository with several listings has listings: [{ listing, release }, …] instead.
Files are read from the manifest's own folder and never from outside it.`,
}
