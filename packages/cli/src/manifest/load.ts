import { type createListingRequest, type ReleaseContent, releaseDigest } from "@fleetprompt/sdk/contracts"
import type * as z from "zod"
import { CliError, type Finding } from "../errors.ts"
import { type ManifestDocument, parseManifestText, type Path } from "./document.ts"
import { entryIssues, entryRoots, withVersion } from "./entries.ts"
import { readFiles, withFiles } from "./files.ts"
import { findManifest, type ManifestSource } from "./find.ts"
import { framed } from "./frame.ts"
import { type ManifestImage, readImages } from "./images.ts"
import { type SchemaIssue, schemaIssues } from "./schema-issues.ts"
import { secretDetected, secretFindings } from "./secret-findings.ts"

/** A listing as a manifest wants it: every default filled in, every file read. */
export type ListingContent = z.output<typeof createListingRequest>

/** One listing of a manifest and the release it should have. */
export interface ManifestEntry {
  readonly listing: ListingContent
  readonly release: ReleaseContent
  /** The listing's pictures in order; undefined where the manifest leaves them alone. */
  readonly images: readonly ManifestImage[] | undefined
  /** The identity of the release's content, as the registry will compute it. */
  readonly digest: string
  /** Where in the file it stands: empty, or `["listings", 0]`. */
  readonly root: Path
}

/** A valid manifest. */
export interface LoadedManifest {
  readonly path: string
  readonly displayPath: string
  /** At least one; more where the manifest has `listings`. */
  readonly entries: readonly [ManifestEntry, ...ManifestEntry[]]
}

export interface LoadOptions {
  /** A file or a folder, in place of looking for one. */
  readonly path?: string | undefined
  /** Only the listing of this slug. */
  readonly only?: string | undefined
  /** The version of its release, in place of the one in the file. */
  readonly version?: string | undefined
}

/**
 * Finds, reads and checks a manifest: syntax, schema, files, the references its kind needs, and that it holds no
 * secret.
 * @throws CliError with every finding at once, each with its place in the file.
 */
export async function loadManifest(cwd: string, options: LoadOptions = {}): Promise<LoadedManifest> {
  return await checkManifest(await findManifest(cwd, options.path), options)
}

/** Checks a manifest whose text is at hand. */
export async function checkManifest(source: ManifestSource, options: LoadOptions = {}): Promise<LoadedManifest> {
  const parsed = parseManifestText(source)
  if (Array.isArray(parsed)) throw invalid(source, await framed(source.text, parsed))
  const document = { ...parsed, value: withVersion(parsed.value, options) }
  const roots = entryRoots(document.value)
  const files = await readFiles(source, document.value, roots)
  const pictures = await readImages(source, document.value, roots)
  const issues = [
    ...schemaIssues(document.value),
    ...files.issues,
    ...pictures.issues,
    ...entryIssues(document.value, roots),
  ]
  if (issues.length > 0) throw invalid(source, await framed(source.text, findings(source, document, issues)))
  const contents = roots.map((root) => ({
    root,
    images: pictures.images.get(root),
    ...withFiles(document.value, root, files.texts),
  }))
  const secrets = await secretFindings(source, document, contents)
  if (secrets.length > 0) throw secretDetected(source.displayPath, secrets)
  const entries = await Promise.all(
    contents.map(async (content) => {
      return { ...content, digest: await releaseDigest(content.listing.assetKind, content.release) }
    }),
  )
  return { path: source.path, displayPath: source.displayPath, entries: chosen(entries, options.only, source) }
}

function chosen(entries: ManifestEntry[], only: string | undefined, { displayPath }: ManifestSource) {
  const [first, ...more] = only === undefined ? entries : entries.filter(({ listing }) => listing.slug === only)
  if (first !== undefined) return [first, ...more] as const
  throw new CliError({
    code: "USAGE",
    message: `${displayPath} has no listing ${only}.`,
    remedy: `Its listings: ${entries.map(({ listing }) => listing.slug).join(", ")}.`,
  })
}

const findings = (source: ManifestSource, document: ManifestDocument, issues: readonly SchemaIssue[]): Finding[] =>
  issues
    .map(({ path, pointer, code, message }) => ({
      pointer,
      code,
      message,
      file: source.displayPath,
      ...document.position(path, code === "unknown_key" || code === "required" ? "key" : "value"),
    }))
    .toSorted((one, other) => one.line - other.line || one.column - other.column)

function invalid({ displayPath }: ManifestSource, found: readonly Finding[]): CliError {
  return new CliError({
    code: "MANIFEST_INVALID",
    message: `${displayPath} has ${found.length === 1 ? "a problem" : `${found.length} problems`}.`,
    remedy: "Correct what is listed above, then run `fleetprompt validate`.",
    findings: found,
  })
}
