import { readFileSync } from "node:fs"
import type { Connection } from "./app.ts"

/** What this deployment is told from outside. */
export interface Config {
  readonly connection: Connection
  /** The identity provider whose people sign in here; the registry compares (issuer, subject) with the buyer. */
  readonly issuer: string
  readonly databasePath: string
  readonly port: number
}

/** Reads the environment and the key file it names. @throws Error naming what is missing. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const required = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`Set ${name}; see the README of this example.`)
    return value
  }
  const targetId = required("FLEETPROMPT_TARGET_ID")
  const key = JSON.parse(readFileSync(required("FLEETPROMPT_TARGET_KEY_FILE"), "utf8"))
  return {
    connection: { registry: required("FLEETPROMPT_URL"), credential: { targetId, keys: [key] } },
    issuer: required("IDENTITY_ISSUER"),
    databasePath: env["DATABASE"] ?? "library.db",
    port: Number(env["PORT"] ?? 4802),
  }
}
