import { realpath } from "node:fs/promises"
import { isAbsolute, relative, resolve, sep } from "node:path"
import { type Complaint, complaint } from "./read-bytes.ts"

/**
 * Where a file is that a manifest names. It must lie in the manifest's folder, also after every symbolic link is
 * followed: a manifest from a stranger must not be able to publish somebody's ~/.ssh.
 */
export async function resolveFile(folder: string, file: string): Promise<{ readonly path: string } | Complaint> {
  if (isAbsolute(file)) return complaint("must be a relative path")
  const named = resolve(folder, file)
  if (!isInside(folder, named)) return complaint("leads out of the manifest's folder")
  // What does not exist has no real path; reading it then says so.
  const [realFolder, realFile] = await Promise.all([realpath(folder), realpath(named).catch(() => named)])
  if (realFile !== named && !isInside(realFolder, realFile)) return complaint("leads out of the manifest's folder")
  return { path: realFile }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
