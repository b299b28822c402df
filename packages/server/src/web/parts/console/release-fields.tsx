import { type AssetKind, limits, publishReleaseRequest, type PublishReleaseRequest } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { Release } from "../../../domain/releases/release.ts"
import type { Form } from "../../form.ts"
import { formKey } from "../../form-key.ts"
import { kindWords } from "../../words.ts"
import { TextArea, TextField } from "../field.tsx"

const referenceLabels = {
  whsAgentId: "WHS agent",
  whsDeploymentId: "WHS deployment",
  agentromaticWorkflowId: "Agentromatic workflow",
  specAssetId: "Specification",
}
const compatibilityLabels = {
  minWHSVersion: "Lowest WHS version",
  minAgentromaticVersion: "Lowest Agentromatic version",
  minAgentelicVersion: "Lowest Agentelic version",
}
export const releaseLabels = {
  version: "Version",
  ...referenceLabels,
  ...compatibilityLabels,
  url: "Artifact",
  sha256: "SHA-256 of the artifact",
  notes: "Notes",
}
export type ReleaseName = keyof typeof releaseLabels
export type ReleaseFields = Form<ReleaseName>

type ReferenceName = keyof typeof referenceLabels
const referencesOf: Record<AssetKind, readonly [ReferenceName, ...ReferenceName[]]> = {
  whs_agent: ["whsAgentId", "whsDeploymentId"],
  agentromatic_workflow: ["agentromaticWorkflowId"],
  spec_asset: ["specAssetId"],
}

const text = z.string().default("")
const sent = {
  version: text,
  whsAgentId: text,
  whsDeploymentId: text,
  agentromaticWorkflowId: text,
  specAssetId: text,
  minWHSVersion: text,
  minAgentromaticVersion: text,
  minAgentelicVersion: text,
  url: text,
  sha256: text,
  notes: text,
}

/** A release as its form sends it: flat, and what is empty was not said. */
export const releaseForm = z
  .object(sent)
  .transform((said) => ({ release: releaseOf(said) }))
  .pipe(z.object({ release: publishReleaseRequest }))

/** The same, to be published once. */
export const publishForm = z
  .object({ ...sent, key: text })
  .transform(({ key, ...said }) => ({ key, release: releaseOf(said) }))
  .pipe(z.object({ key: formKey, release: publishReleaseRequest }))

function releaseOf(said: Readonly<Record<ReleaseName, string>>): PublishReleaseRequest {
  const given = <Name extends ReleaseName>(names: Readonly<Record<Name, string>>) =>
    Object.fromEntries(
      (Object.keys(names) as Name[]).flatMap((name) => (said[name].trim() === "" ? [] : [[name, said[name].trim()]])),
    )
  const artifact = { url: said.url.trim(), sha256: said.sha256.trim() }
  return {
    version: said.version.trim(),
    refs: given(referenceLabels),
    compatibility: given(compatibilityLabels),
    artifact: artifact.url === "" && artifact.sha256 === "" ? null : artifact,
    notes: said.notes,
  }
}

/** What a next release most likely has in common with the one before: everything but its version and its notes. */
export const valuesLike = (release: Release | undefined): Partial<Record<ReleaseName, string>> =>
  release === undefined ? {} : { ...release.refs, ...release.compatibility, ...release.artifact }

interface InputsProps {
  readonly form: ReleaseFields
  readonly kind: AssetKind
  readonly latestVersion: string | null
}

export const ReleaseInputs = ({ form, kind, latestVersion }: InputsProps) => {
  const [first, ...others] = referencesOf[kind]
  const isSpec = kind === "spec_asset"
  return (
    <>
      <TextField
        form={form}
        name="version"
        help={`A semantic version without a leading v${latestVersion === null ? ", such as 1.0.0" : `. The latest is ${latestVersion}`}.`}
        with={{ maxlength: limits.versionLengthMax, autocomplete: "off", spellcheck: false }}
      />
      <TextField
        form={form}
        name={first}
        help={
          isSpec
            ? "Its id where it lives. Not needed where there is an artifact."
            : `The id of the ${kindWords[kind].one} where it lives.`
        }
        optional={isSpec}
        with={ids}
      />
      {others.map((name) => (
        <TextField form={form} name={name} optional with={ids} />
      ))}
      <fieldset class="group">
        <legend>What it works with</legend>
        {(Object.keys(compatibilityLabels) as (keyof typeof compatibilityLabels)[]).map((name) => (
          <TextField
            form={form}
            name={name}
            optional
            with={{ maxlength: limits.versionLengthMax, placeholder: "2.3" }}
          />
        ))}
      </fieldset>
      <fieldset class="group">
        <legend>A file of yours, if there is one</legend>
        <TextField
          form={form}
          name="url"
          type="url"
          help="Where it can be had. It stays with you; we keep the address and the hash."
          optional
          with={{ maxlength: limits.urlLengthMax, pattern: "https://.+", placeholder: "https://" }}
        />
        <TextField form={form} name="sha256" optional with={{ ...ids, maxlength: 64, pattern: "[0-9a-f]{64}" }} />
      </fieldset>
      <TextArea
        form={form}
        name="notes"
        help="What is new, in Markdown. Notes are part of the release: they never change either."
        optional
        with={{ maxlength: limits.notesLengthMax, rows: 8 }}
      />
    </>
  )
}

const ids = { maxlength: limits.referenceLengthMax, autocomplete: "off", autocapitalize: "none", spellcheck: false }

/** Everything that was said, to be sent on as it is. */
export const ReleaseHidden = ({ form }: { form: ReleaseFields }) => (
  <>
    {(Object.keys(releaseLabels) as ReleaseName[]).map((name) => (
      <input type="hidden" name={name} value={form.values[name] ?? ""} />
    ))}
  </>
)
