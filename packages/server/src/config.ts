import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import { limits } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import { secretKeyLengthMin } from "./secrets.ts"

/** A setting that keeps the server from starting. The message says which and what to write instead. */
export class ConfigError extends Error {
  override readonly name = "ConfigError"
}

/** What every command needs to reach the registry's data. */
export interface DataConfig {
  readonly databaseUrl: string
  readonly secretKey: string
}

/** What a listening server needs beyond its data. */
export interface ListenConfig {
  readonly host: string
  readonly port: number
  /** Undefined where the address it listens on is the address clients use. */
  readonly publicUrl: string | undefined
  readonly publishersPerUserMax: number
  readonly logLevel: LogLevel
}

const logLevels = ["silent", "error", "warn", "info", "debug"] as const
type LogLevel = (typeof logLevels)[number]

const environment = z.object({
  FLEETPROMPT_DATABASE_URL: z.string().min(1).optional(),
  FLEETPROMPT_SECRET_KEY: z
    .string()
    .min(secretKeyLengthMin, `must have at least ${secretKeyLengthMin} characters`)
    .optional(),
  FLEETPROMPT_PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) origin" }).optional(),
  FLEETPROMPT_HOST: z.string().min(1).default("127.0.0.1"),
  FLEETPROMPT_PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
  FLEETPROMPT_PUBLISHERS_PER_USER_MAX: z.coerce.number().int().min(1).max(100_000).default(limits.publishersPerUserMax),
  FLEETPROMPT_LOG_LEVEL: z.enum(logLevels).default("info"),
})

/**
 * Reads the environment; this file is its only reader.
 * @throws ConfigError naming every variable that is wrong, without its value.
 */
function readEnvironment() {
  const parsed = environment.safeParse(process.env)
  if (parsed.success) return parsed.data
  const complaints = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`)
  throw new ConfigError(complaints.join("; "))
}

/** The settings of `serve` and of the commands that work on its data: everything is named, nothing is made up. */
export function serveConfig(): DataConfig {
  const env = readEnvironment()
  if (env.FLEETPROMPT_DATABASE_URL === undefined) {
    throw new ConfigError("Set FLEETPROMPT_DATABASE_URL to postgres://… or to sqlite:/path/to/registry.db.")
  }
  if (env.FLEETPROMPT_SECRET_KEY === undefined) {
    throw new ConfigError(
      "Set FLEETPROMPT_SECRET_KEY to a secret of your own, for instance from: openssl rand -base64 32",
    )
  }
  return { databaseUrl: env.FLEETPROMPT_DATABASE_URL, secretKey: env.FLEETPROMPT_SECRET_KEY }
}

/** The settings of `dev`: a database file and a key in a folder that is made on first use. */
export function devConfig(dataFolder: string): DataConfig {
  const env = readEnvironment()
  const databaseUrl = env.FLEETPROMPT_DATABASE_URL ?? `sqlite:${join(dataFolder, "registry.db")}`
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  return { databaseUrl, secretKey: env.FLEETPROMPT_SECRET_KEY ?? keptKey(join(dataFolder, "secret.key")) }
}

/** Where to listen; flags win over the environment. */
export function listenConfig(flags: { host?: string | undefined; port?: number | undefined }): ListenConfig {
  const env = readEnvironment()
  return {
    host: flags.host ?? env.FLEETPROMPT_HOST,
    port: flags.port ?? env.FLEETPROMPT_PORT,
    publicUrl: env.FLEETPROMPT_PUBLIC_URL?.replace(/\/+$/, ""),
    publishersPerUserMax: env.FLEETPROMPT_PUBLISHERS_PER_USER_MAX,
    logLevel: env.FLEETPROMPT_LOG_LEVEL,
  }
}

function keptKey(path: string): string {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString("base64"), { mode: 0o600, flag: "wx" })
  return readFileSync(path, "utf8").trim()
}
