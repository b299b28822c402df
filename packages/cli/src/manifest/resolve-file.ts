import { realpath } from "node:fs/promises"
import { isAbsolute, relative, resolve, sep } from "node:path"
import { type ReadResult, readText } from "./read-text.ts"

/**
 * The text of a file that a manifest names. It must lie in the manifest's folder, also after every symbolic link is
 * followed: a manifest from a stranger must not be able to publish somebody's ~/.ssh.
 */
export async function resolveFile(folder: string, file: string, bytesMax: number): Promise<ReadResult> {
  if (isAbsolute(file)) return refused("must be a relative path")
  const named = resolve(folder, file)
  if (!isInside(folder, named)) return refused("leads out of the manifest's folder")
  // What does not exist has no real path; the read below then says so.
  const [realFolder, realFile] = await Promise.all([realpath(folder), realpath(named).catch(() => named)])
  if (realFile !== named && !isInside(realFolder, realFile)) return refused("leads out of the manifest's folder")
  return await readText(realFile, bytesMax)
}

const refused = (complaint: string): ReadResult => ({ complaint, isMissing: false })

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
