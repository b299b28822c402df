import { lstatSync, mkdirSync } from "node:fs"
import { join } from "node:path"

/**
 * A folder for what can be made again, and is run as it lies there: nobody but this person can write to it. Undefined
 * where there is none, or NODE_DISABLE_COMPILE_CACHE is set.
 */
export function cacheFolder(): string | undefined {
  const home = process.env["NODE_DISABLE_COMPILE_CACHE"] ? undefined : cacheHome()
  if (home === undefined) return undefined
  const folder = join(home, "fleetprompt")
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Windows keeps other people out of the profile by its own list.
    if (process.platform === "win32") return folder
    // Whoever can write to the folder above could put another in the place of ours.
    return isOwn(home, 0o022) && isOwn(folder, 0o077) ? folder : undefined
  } catch {
    // A home that cannot be written to costs time, and nothing else.
    return undefined
  }
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
