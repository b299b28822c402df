import { usageError } from "../errors.ts"
import type { LoadedManifest, ManifestEntry } from "./load.ts"

/**
 * The listing of a manifest that has one, for a command that works on one.
 * @throws CliError where there are several.
 */
export function onlyEntry({ displayPath, entries }: LoadedManifest): ManifestEntry {
  const [entry, ...others] = entries
  if (others.length === 0) return entry
  throw usageError(`${displayPath} has ${entries.length} listings.`, "Add --only <slug> to say which is meant.")
}
