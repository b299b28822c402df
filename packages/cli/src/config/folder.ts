import { mkdir, rename, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { usageError } from "../errors.ts"
import type { Io } from "../io.ts"

/** Whether there is a place for settings at all: a container may have no home. */
export const hasHome = ({ env }: Pick<Io, "env">): boolean =>
  Boolean(env["XDG_CONFIG_HOME"] || env["APPDATA"] || env["HOME"] || env["USERPROFILE"])

/** The folder of this person's settings: `$XDG_CONFIG_HOME/fleetprompt`, `~/.config/fleetprompt`, or `%APPDATA%`. */
export function configFolder({ env }: Pick<Io, "env">): string {
  const home = env["HOME"] || env["USERPROFILE"]
  const base = env["XDG_CONFIG_HOME"] || env["APPDATA"] || (home && join(home, ".config"))
  if (base) return join(base, "fleetprompt")
  throw usageError(
    "There is no home folder to keep settings in.",
    "Set HOME or XDG_CONFIG_HOME, or give a token in FLEETPROMPT_TOKEN.",
  )
}

/** Writes a file only this person can read, whole or not at all. */
export async function writePrivately(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, text, { mode: 0o600, flag: "w" })
  await rename(temporary, path)
}
