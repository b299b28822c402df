import { type AssetKind, assetKinds, categories, limits, splitSlug } from "@fleetprompt/sdk/contracts"
import { stringify } from "yaml"
import type { Detected } from "./detect.ts"

/** The JSON Schema of the manifest, for editors. */
const manifestSchemaUrl = "https://fleetprompt.com/schema/manifest-v1.json"

/** The reference that every release of a kind needs. */
export const referenceOf = {
  whs_agent: "whsAgentId",
  agentromatic_workflow: "agentromaticWorkflowId",
  spec_asset: "specAssetId",
} as const satisfies Record<AssetKind, string>

/** What a new manifest cannot do without. */
export interface Essentials {
  readonly slug: string
  readonly kind: AssetKind
  readonly name: string
  readonly summary: string
  readonly ref: string
}

/** A manifest for people to go on with: valid as it stands, with a comment wherever there is a choice to make. */
export function manifestText(essentials: Essentials, detected: Detected): string {
  const { slug, kind, name, summary, ref } = essentials
  const description = detected.readme === undefined ? `""` : `{ file: ${scalar(detected.readme)} }`
  return `# What FleetPrompt shows for this asset, and hands over when somebody installs it.
# Check it with \`fleetprompt validate\`, and see what would happen with \`fleetprompt publish --dry-run\`.
$schema: ${manifestSchemaUrl}
manifestVersion: 1

listing:
  # publisher/name. The publisher must be yours: \`fleetprompt publisher claim ${splitSlug(slug).publisher}\`
  slug: ${scalar(slug)}
  # One of ${assetKinds.join(", ")}. It cannot change later.
  assetKind: ${kind}
  name: ${scalar(name)}
  # One line for lists and search results.
  summary: ${scalar(summary)}
  # Markdown, or { file: README.md } for a file in this folder.
  description: ${description}
  # Up to ${limits.tagsMax} words people may search for.
  tags: []
  # Up to ${limits.categoriesMax} of ${wrapped(categories)}
  categories: []
  # docsUrl: https://…
  ${detected.repoUrl === undefined ? "# repoUrl: https://…" : `repoUrl: ${scalar(detected.repoUrl)}`}

release:
  # A published release never changes: a change is a new version.
  version: ${scalar(detected.version ?? "0.1.0")}
  # The id of the asset in the system that owns it.
  refs:
    ${referenceOf[kind]}: ${scalar(ref)}
  # What it needs: minWHSVersion, minAgentromaticVersion, minAgentelicVersion.
  compatibility: {}
  # What is new, in Markdown, or { file: CHANGELOG.md }.
  notes: ""
`
}

/** A text as one line of YAML, quoted where it would otherwise be read as something else. */
const scalar = (text: string) => stringify(text, { lineWidth: 0, singleQuote: false }).trimEnd()

/** Words in comment lines of bearable width. */
function wrapped(words: readonly string[]): string {
  const lines = [""]
  for (const word of words) {
    const line = lines.at(-1) ?? ""
    if (line.length + word.length > 90) lines.push(word)
    else lines[lines.length - 1] = line === "" ? word : `${line}, ${word}`
  }
  return lines.join(",\n  #   ")
}
