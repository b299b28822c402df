import { version } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { CliError, usageError } from "../errors.ts"

/** How a git tag and the version of the release belong together. True stands for the tag this CI run is about. */
export interface TagOptions {
  /** Refuse unless the tag names the manifest's version. */
  readonly expectTag?: string | true
  /** Take the version from the tag. */
  readonly versionFromTag?: string | true
}

export const addTagOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--expect-tag [tag]", "refuse unless this tag, or the one CI runs for, names the version").conflicts(
        "versionFromTag",
      ),
    )
    .addOption(versionFromTagOption())

export const versionFromTagOption = (): Option =>
  new Option("--version-from-tag [tag]", "take the version from this tag, or from the one CI runs for")

type Env = Readonly<Record<string, string | undefined>>

/** The version to publish where a tag decides it. */
export function versionFromTag({ versionFromTag: given }: TagOptions, env: Env): string | undefined {
  return given === undefined ? undefined : versionOf(tagOf(given, env, "--version-from-tag"))
}

/**
 * Makes sure that the tag names the version that is about to be published.
 * @throws CliError
 */
export function requireTag({ expectTag }: TagOptions, env: Env, published: string): void {
  if (expectTag === undefined) return
  const tag = tagOf(expectTag, env, "--expect-tag")
  if (versionOf(tag) === published) return
  throw new CliError({
    code: "VERSION_NOT_OF_TAG",
    message: `The tag ${tag} does not name version ${published} of the manifest.`,
    remedy: "Set release.version to the version of the tag, or use --version-from-tag.",
  })
}

function tagOf(given: string | true, env: Env, flag: string): string {
  const tag = given === true ? tagOfRun(env) : given
  if (tag !== undefined) return tag
  throw usageError(`${flag} found no tag: this run is not about one.`, `Name it: ${flag} v1.4.0`)
}

/** The tag a CI run is about, by the variables of GitHub, GitLab, Buildkite and CircleCI. */
function tagOfRun(env: Env): string | undefined {
  if (env["GITHUB_REF"]?.startsWith("refs/tags/")) return env["GITHUB_REF"].slice("refs/tags/".length)
  return env["CI_COMMIT_TAG"] || env["BUILDKITE_TAG"] || env["CIRCLE_TAG"] || undefined
}

/** `v1.4.0`, `1.4.0`, `support-triage@1.4.0`, `support-triage-v1.4.0` and `support-triage/v1.4.0` name version 1.4.0. */
function versionOf(tag: string): string {
  const [, named = ""] = /^(?:.*[@/]v?|.*-v|v)?(\d+\.\d+\.\d+.*)$/.exec(tag) ?? []
  const parsed = version.safeParse(named)
  if (parsed.success) return parsed.data
  throw usageError(`The tag ${tag} names no version.`, "Tags such as v1.4.0 or support-triage@1.4.0 do.")
}
