import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Io } from "../io.ts"
import { usageError } from "../errors.ts"
import { configFolder, hasHome, writePrivately } from "./folder.ts"
import { parseJson } from "../parse-json.ts"

/** What a person may set once for all their projects. No project file sets any of it. */
export const settingNames = ["registry", "target"] as const
export type SettingName = (typeof settingNames)[number]
export type Settings = Partial<Record<SettingName, string>>

/** The file of the settings. */
export const settingsPath = (io: Pick<Io, "env">): string => join(configFolder(io), "config.json")

/** This person's settings; empty where there are none, or no home to keep them in. */
export function readSettings({ env }: Pick<Io, "env">): Settings {
  if (!hasHome({ env })) return {}
  const path = settingsPath({ env })
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch {
    return {}
  }
  const value = parseJson(text)
  if (typeof value !== "object" || value === null) throw usageError(`${path} is damaged.`, "Correct or remove it.")
  const entries = settingNames.flatMap((name) => {
    const setting: unknown = Reflect.get(value, name)
    return typeof setting === "string" ? [[name, setting] as const] : []
  })
  return Object.fromEntries(entries)
}

/** Writes them all. */
export const writeSettings = async (io: Pick<Io, "env">, settings: Settings): Promise<void> =>
  await writePrivately(settingsPath(io), `${JSON.stringify(settings, null, 2)}\n`)
