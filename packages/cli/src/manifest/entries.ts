import { manifest, referenceIssues } from "@fleetprompt/sdk/contracts"
import { usageError } from "../errors.ts"
import type { Path } from "./document.ts"
import type { LoadOptions } from "./load.ts"
import { issueAt, type SchemaIssue, valueAt } from "./schema-issues.ts"

/** Where the listings of a manifest stand: at its top, or under `listings`. */
export function entryRoots(value: unknown): Path[] {
  const listings = valueAt(value, ["listings"])
  return Array.isArray(listings) ? listings.map((_, index) => ["listings", index]) : [[]]
}

/** The value with another version in its release, for the one listing that is meant. */
export function withVersion(value: unknown, { version, only }: LoadOptions): unknown {
  if (version === undefined) return value
  const copy = structuredClone(value)
  const roots = entryRoots(copy)
  const meant = roots.filter((root) => only === undefined || valueAt(copy, [...root, "listing", "slug"]) === only)
  if (meant.length > 1) {
    throw usageError("The manifest has several listings, and a tag names one version.", "Add --only <slug>.")
  }
  for (const root of meant) {
    const release = valueAt(copy, [...root, "release"])
    if (typeof release === "object" && release !== null) Object.assign(release, { version })
  }
  return copy
}

/** What only a look at several fields together shows, told as soon as these are readable, so that all findings come at once. */
export function entryIssues(value: unknown, roots: readonly Path[]): SchemaIssue[] {
  const slugs = roots.map((root) => valueAt(value, [...root, "listing", "slug"]))
  const repeated = roots.filter((_, index) => slugs[index] !== undefined && slugs.indexOf(slugs[index]) < index)
  return [
    ...roots.flatMap((root) => kindIssues(value, root)),
    ...repeated.map((root) => issueAt([...root, "listing", "slug"], "duplicate", "is the slug of a listing above")),
  ]
}

function kindIssues(value: unknown, root: Path): SchemaIssue[] {
  const { listing, release } = manifest.shape
  const kind = listing.shape.assetKind.safeParse(valueAt(value, [...root, "listing", "assetKind"]))
  const refs = release.shape.refs.safeParse(valueAt(value, [...root, "release", "refs"]))
  const artifact = release.shape.artifact.safeParse(valueAt(value, [...root, "release", "artifact"]))
  if (!kind.success || !refs.success || !artifact.success) return []
  return referenceIssues(kind.data, { refs: refs.data, artifact: artifact.data }).map(({ pointer, message }) =>
    issueAt([...root, "release", ...pointer.split("/").slice(1)], "reference", message),
  )
}
