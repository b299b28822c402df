import { type ImageMediaType, imageMediaTypeOf, limits, sha256 } from "@fleetprompt/sdk/contracts"
import { CliError } from "../errors.ts"
import type { Path } from "./document.ts"
import type { ManifestSource } from "./find.ts"
import { type Complaint, complaint, readBytes } from "./read-bytes.ts"
import { resolveFile } from "./resolve-file.ts"
import { issueAt, type SchemaIssue, valueAt } from "./schema-issues.ts"

/** A picture that a manifest names, as far as it is known without decoding it. */
export interface ManifestImage {
  /** As the manifest names it. */
  readonly file: string
  readonly alt: string
  readonly mediaType: ImageMediaType
  /** Of the file: what the registry tells of the images it has. */
  readonly sha256: string
  /**
   * Reads the file again, for a manifest may name more than memory should hold.
   * @throws CliError where it is no longer the same.
   */
  readonly read: () => Promise<Uint8Array>
}

/** The images of each listing by its place in the manifest; none for a listing that does not speak of images. */
type ImagesByRoot = ReadonlyMap<Path, readonly ManifestImage[]>

/** Looks at every picture that the listings of a manifest name. */
export async function readImages(
  { folder }: ManifestSource,
  value: unknown,
  roots: readonly Path[],
): Promise<{ images: ImagesByRoot; issues: SchemaIssue[] }> {
  const byRoot = new Map<Path, readonly ManifestImage[]>()
  const issues: SchemaIssue[] = []
  for (const root of roots) {
    const at = [...root, "listing", "images"]
    const listed = valueAt(value, at)
    if (!Array.isArray(listed)) continue
    const images: ManifestImage[] = []
    // The schema refuses a longer list; its files need not be read for that.
    for (const index of listed.slice(0, limits.imagesPerListingMax).keys()) {
      const [file, alt] = [valueAt(listed, [index, "file"]), valueAt(listed, [index, "alt"])]
      if (typeof file !== "string" || file === "") continue
      const looked = await look(folder, file)
      const twin = "sha256" in looked ? images.find((image) => image.sha256 === looked.sha256) : undefined
      const path = [...at, index, "file"]
      if (!("sha256" in looked)) issues.push(issueAt(path, "file", `${file} ${looked.complaint}`))
      else if (twin !== undefined) issues.push(issueAt(path, "duplicate", `${file} is the same as ${twin.file}`))
      else images.push({ file, alt: String(alt), ...looked, read: () => readAgain(folder, file, looked.sha256) })
    }
    byRoot.set(root, images)
  }
  return { images: byRoot, issues }
}

async function look(folder: string, file: string): Promise<Pick<ManifestImage, "mediaType" | "sha256"> | Complaint> {
  const found = await readImage(folder, file)
  if (!("bytes" in found)) return found
  const mediaType = imageMediaTypeOf(found.bytes)
  if (mediaType === undefined) return complaint("is no PNG, JPEG, WebP or AVIF")
  return { mediaType, sha256: await sha256(found.bytes) }
}

async function readImage(folder: string, file: string) {
  const found = await resolveFile(folder, file)
  return "path" in found ? await readBytes(found.path, limits.imageBytesMax) : found
}

async function readAgain(folder: string, file: string, hash: string): Promise<Uint8Array> {
  const found = await readImage(folder, file)
  if ("bytes" in found && (await sha256(found.bytes)) === hash) return found.bytes
  throw new CliError({
    code: "MANIFEST_INVALID",
    message: `${file} changed while it was being published.`,
    remedy: "Run the command again.",
  })
}
