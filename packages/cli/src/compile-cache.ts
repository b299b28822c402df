import { lstatSync, mkdirSync } from "node:fs"
import { enableCompileCache } from "node:module"
import { join } from "node:path"

/**
 * Has Node keep what it makes of our files, so that the next run need not make it again. What lies there is run as it
 * is: it is kept in a folder that nobody but this person can write to, or not at all.
 */
export function keepCompiled(): void {
  try {
    const folder = privateFolder()
    if (folder !== undefined) enableCompileCache(folder)
  } catch {
    // A home that cannot be written to costs time, and nothing else.
  }
}

function privateFolder(): string | undefined {
  const home = cacheHome()
  if (home === undefined) return undefined
  const folder = join(home, "fleetprompt")
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // Windows keeps other people out of the profile by its own list.
  if (process.platform === "win32") return folder
  // Whoever can write to the folder above could put another in the place of ours.
  return isOwn(home, 0o022) && isOwn(folder, 0o077) ? folder : undefined
}

/** Is it a folder of this very user, without these permissions? A link is none. */
function isOwn(path: string, permissions: number): boolean {
  const status = lstatSync(path)
  return status.isDirectory() && status.uid === process.getuid?.() && (status.mode & permissions) === 0
}

/** Where programs of this person keep what can be made again. */
function cacheHome(): string | undefined {
  const { env } = process
  if (process.platform === "win32") return env["LOCALAPPDATA"] || undefined
  if (env["XDG_CACHE_HOME"]) return env["XDG_CACHE_HOME"]
  if (!env["HOME"]) return undefined
  return join(env["HOME"], process.platform === "darwin" ? "Library/Caches" : ".cache")
}
