import {
  createListingRequest,
  limits,
  manifest,
  publishReleaseRequest,
  referenceIssues,
  type ReleaseContent,
  releaseDigest,
} from "@fleetprompt/sdk/contracts"
import type * as z from "zod"
import { CliError, type Finding } from "../errors.ts"
import { secretDetected, secretFindings } from "./secret-findings.ts"
import { type ManifestDocument, parseManifestText, type Path } from "./document.ts"
import { findManifest, type ManifestSource } from "./find.ts"
import { resolveFile } from "./resolve-file.ts"
import { type SchemaIssue, schemaIssues, valueAt } from "./schema-issues.ts"

/** A listing as a manifest wants it: every default filled in, every file read. */
export type ListingContent = z.output<typeof createListingRequest>

/** A valid manifest: the listing and the release it asks for. */
export interface LoadedManifest {
  readonly path: string
  readonly displayPath: string
  readonly listing: ListingContent
  readonly release: ReleaseContent
  /** The identity of the release's content, as the registry will compute it. */
  readonly digest: string
}

/**
 * Finds, reads and checks a manifest: syntax, schema, files, the references its kind needs, and that it holds no
 * secret.
 * @throws CliError with every finding at once, each with its place in the file.
 */
export async function loadManifest(cwd: string, path?: string): Promise<LoadedManifest> {
  return await checkManifest(await findManifest(cwd, path))
}

/** Checks a manifest whose text is at hand. */
export async function checkManifest(source: ManifestSource): Promise<LoadedManifest> {
  const document = parseManifestText(source)
  if (Array.isArray(document)) throw invalid(source, document)
  const files = await readFiles(source, document)
  const issues = [...schemaIssues(document.value), ...files.issues, ...kindIssues(document.value)]
  if (issues.length > 0) throw invalid(source, findings(source, document, issues))
  const { listing, release } = withFiles(document.value, files.texts)
  const secrets = await secretFindings(source, document, { listing, release })
  if (secrets.length > 0) throw secretDetected(source.displayPath, secrets)
  const { path, displayPath } = source
  return { path, displayPath, listing, release, digest: await releaseDigest(listing.assetKind, release) }
}

/** The places that may name a file instead of holding a text, and the schema that the text must then meet. */
const fileFields = [
  {
    at: ["listing", "description"],
    lengthMax: limits.descriptionLengthMax,
    schema: createListingRequest.shape.description,
  },
  { at: ["release", "notes"], lengthMax: limits.notesLengthMax, schema: publishReleaseRequest.shape.notes },
] as const

type FileTexts = Map<(typeof fileFields)[number], string>

async function readFiles({ folder }: ManifestSource, { value }: ManifestDocument) {
  const texts: FileTexts = new Map()
  const issues: SchemaIssue[] = []
  for (const field of fileFields) {
    const path = [...field.at, "file"]
    const file = valueAt(value, path)
    if (typeof file !== "string" || file === "") continue
    const read = await resolveFile(folder, file, field.lengthMax)
    const parsed = "text" in read ? field.schema.safeParse(read.text) : undefined
    if (parsed?.success) texts.set(field, parsed.data)
    const complaints = "text" in read ? (parsed?.error?.issues.map(({ message }) => message) ?? []) : [read.complaint]
    issues.push(...complaints.map((complaint) => issueAt(path, "file", `${file} ${complaint}`)))
  }
  return { texts, issues }
}

/** References are judged as soon as kind and references are readable, so that all findings come at once. */
function kindIssues(value: unknown): SchemaIssue[] {
  const kind = manifest.shape.listing.shape.assetKind.safeParse(valueAt(value, ["listing", "assetKind"]))
  const refs = manifest.shape.release.shape.refs.safeParse(valueAt(value, ["release", "refs"]))
  const artifact = manifest.shape.release.shape.artifact.safeParse(valueAt(value, ["release", "artifact"]))
  if (!kind.success || !refs.success || !artifact.success) return []
  return referenceIssues(kind.data, { refs: refs.data, artifact: artifact.data }).map(({ pointer, message }) =>
    issueAt(["release", ...pointer.split("/").slice(1)], "reference", message),
  )
}

function withFiles(value: unknown, texts: FileTexts): { listing: ListingContent; release: ReleaseContent } {
  const { listing, release } = manifest.parse(value)
  const [description, notes] = fileFields.map((field) => texts.get(field))
  return {
    listing: createListingRequest.parse({ ...listing, description: description ?? listing.description }),
    release: publishReleaseRequest.parse({ ...release, notes: notes ?? release.notes }),
  }
}

const issueAt = (path: Path, code: string, message: string): SchemaIssue => ({
  path,
  pointer: path.map((step) => `/${String(step)}`).join(""),
  code,
  message,
})

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
