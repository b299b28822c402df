import {
  createListingRequest,
  limits,
  manifest,
  publishReleaseRequest,
  type ReleaseContent,
} from "@fleetprompt/sdk/contracts"
import type { Path } from "./document.ts"
import type { ManifestSource } from "./find.ts"
import type { ListingContent } from "./load.ts"
import { notesSection } from "./notes-section.ts"
import { readText } from "./read-text.ts"
import { resolveFile } from "./resolve-file.ts"
import { issueAt, type SchemaIssue, valueAt } from "./schema-issues.ts"

/** UTF-8 spends at most three bytes on one UTF-16 code unit, which is how the limits count. */
const bytesPerCodeUnit = 3

/** The places that may name a file instead of holding a text, and the schema that the text must then meet. */
const fileFields = [
  {
    at: ["listing", "description"],
    bytesMax: limits.descriptionLengthMax * bytesPerCodeUnit,
    schema: createListingRequest.shape.description,
    part: (text: string): string | undefined => text,
  },
  {
    at: ["release", "notes"],
    bytesMax: limits.manifestNotesFileBytesMax,
    schema: publishReleaseRequest.shape.notes,
    part: notesSection,
  },
] as const

/** What the named files hold, by the path of the field in the manifest. */
type FileTexts = ReadonlyMap<string, string>

const keyOf = (path: Path) => path.join("/")

/** Reads every file that the listings of a manifest name. */
export async function readFiles({ folder }: ManifestSource, value: unknown, roots: readonly Path[]) {
  const texts = new Map<string, string>()
  const issues: SchemaIssue[] = []
  for (const root of roots) {
    const version = valueAt(value, [...root, "release", "version"])
    for (const { at, bytesMax, schema, part } of fileFields) {
      const path = [...root, ...at, "file"]
      const file = valueAt(value, path)
      if (typeof file !== "string" || file === "") continue
      const found = await resolveFile(folder, file)
      const read = "path" in found ? await readText(found.path, bytesMax) : found
      const tell = (complaint: string) => issues.push(issueAt(path, "file", `${file} ${complaint}`))
      if (!("text" in read)) {
        tell(read.complaint)
        continue
      }
      const text = part(read.text, String(version))
      if (text === undefined) {
        tell(`has sections for other versions, and none for ${String(version)}`)
        continue
      }
      const parsed = schema.safeParse(text)
      if (parsed.success) texts.set(keyOf([...root, ...at]), parsed.data)
      for (const { message } of parsed.error?.issues ?? []) tell(message)
    }
  }
  return { texts, issues }
}

/** One listing and its release, every text in its place. The value must meet the schema. */
export function withFiles(
  value: unknown,
  root: Path,
  texts: FileTexts,
): { listing: ListingContent; release: ReleaseContent } {
  const {
    listing: { images: _, ...listing },
    release,
  } = manifest
    .pick({ listing: true, release: true })
    .parse({ listing: valueAt(value, [...root, "listing"]), release: valueAt(value, [...root, "release"]) })
  const description = texts.get(keyOf([...root, "listing", "description"]))
  const notes = texts.get(keyOf([...root, "release", "notes"]))
  return {
    listing: createListingRequest.parse({ ...listing, description: description ?? listing.description }),
    release: publishReleaseRequest.parse({ ...release, notes: notes ?? release.notes }),
  }
}
