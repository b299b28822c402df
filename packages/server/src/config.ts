import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import { limits } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { OidcClient, OidcConfig } from "./oidc/config.ts"
import { isSafeProviderUrl } from "./oidc/metadata.ts"
import { defaultCiIssuers, parseCiIssuers } from "./oidc/ci-issuers.ts"
import type { CiConfig } from "./oidc/ci-tokens.ts"
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
  readonly trustedProxies: number
  /** What every rate limit is multiplied by; undefined for the command's own choice. */
  readonly rateLimitScale: number | undefined
  /** The only host names to answer to; undefined for any. */
  readonly hosts: readonly string[] | undefined
  /** Undefined where no identity provider is connected. */
  readonly oidc: OidcConfig | undefined
  /** Undefined where no CI's own tokens are taken. */
  readonly ci: CiSettings | undefined
  readonly logLevel: LogLevel
}

/** Without an audience, tokens are made for the registry's own address. */
export interface CiSettings extends Pick<CiConfig, "issuers"> {
  readonly audience: string | undefined
}

const logLevels = ["silent", "error", "warn", "info", "debug"] as const
type LogLevel = (typeof logLevels)[number]

const providerUrl = z.string().refine(isSafeProviderUrl, "must be an https:// URL, or http:// on this machine")

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
  FLEETPROMPT_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  FLEETPROMPT_RATE_LIMIT_SCALE: z.coerce.number().min(0.001).max(1_000_000).optional(),
  FLEETPROMPT_OIDC_ISSUER: providerUrl.optional(),
  FLEETPROMPT_OIDC_AUDIENCE: z.string().min(1).optional(),
  FLEETPROMPT_OIDC_JWKS_URL: providerUrl.optional(),
  FLEETPROMPT_OIDC_CLIENT_ID: z.string().min(1).optional(),
  FLEETPROMPT_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  FLEETPROMPT_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  FLEETPROMPT_OIDC_TOKEN_TYPE: z.enum(["at+jwt", "JWT"]).default("at+jwt"),
  FLEETPROMPT_CI_AUDIENCE: z.url({ protocol: /^https?$/, error: "must be an http(s) origin" }).optional(),
  FLEETPROMPT_CI_ISSUERS: z.string().optional(),
  FLEETPROMPT_LOG_LEVEL: z.enum(logLevels).default("info"),
})

type Environment = z.output<typeof environment>

/**
 * Reads the environment; this file is its only reader.
 * @throws ConfigError naming every variable that is wrong, without its value.
 */
function readEnvironment(): Environment {
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
    trustedProxies: env.FLEETPROMPT_TRUSTED_PROXIES,
    rateLimitScale: env.FLEETPROMPT_RATE_LIMIT_SCALE,
    hosts: undefined,
    oidc: oidcConfig(env),
    ci: ciConfig(env),
    logLevel: env.FLEETPROMPT_LOG_LEVEL,
  }
}

/** The address people use, for a link to it: as given, from the environment, or where `dev` listens by itself. */
export function publicUrlConfig(given: string | undefined): string {
  const { FLEETPROMPT_PUBLIC_URL: named, FLEETPROMPT_PORT: port } = readEnvironment()
  return (given ?? named ?? `http://127.0.0.1:${port}`).replace(/\/+$/, "")
}

/** @throws ConfigError where only a part of the provider is named: a token must never be taken without its audience. */
function oidcConfig(env: Environment): OidcConfig | undefined {
  const [issuer, audience, jwksUrl, client] = [
    env.FLEETPROMPT_OIDC_ISSUER,
    env.FLEETPROMPT_OIDC_AUDIENCE,
    env.FLEETPROMPT_OIDC_JWKS_URL,
    oidcClient(env),
  ]
  if ([issuer, audience, jwksUrl, client].every((part) => part === undefined)) return undefined
  if (issuer === undefined || audience === undefined) {
    throw new ConfigError("Set FLEETPROMPT_OIDC_ISSUER and FLEETPROMPT_OIDC_AUDIENCE together, or neither.")
  }
  return { issuer, audience, jwksUrl, tokenType: env.FLEETPROMPT_OIDC_TOKEN_TYPE, client }
}

function oidcClient(env: Environment): OidcClient | undefined {
  const { FLEETPROMPT_OIDC_CLIENT_ID: id, FLEETPROMPT_OIDC_CLIENT_SECRET: secret } = env
  const file = env.FLEETPROMPT_OIDC_CLIENT_SECRET_FILE
  if (id === undefined && (secret ?? file) !== undefined) {
    throw new ConfigError("Set FLEETPROMPT_OIDC_CLIENT_ID with the client's secret.")
  }
  if (secret !== undefined && file !== undefined) {
    throw new ConfigError(
      "Set FLEETPROMPT_OIDC_CLIENT_SECRET or FLEETPROMPT_OIDC_CLIENT_SECRET_FILE, but not both of them.",
    )
  }
  return id === undefined ? undefined : { id, secret: file === undefined ? secret : secretIn(file) }
}

function secretIn(file: string): string {
  try {
    const secret = readFileSync(file, "utf8").trim()
    if (secret !== "") return secret
  } catch {
    // Said below, without the path: a secret is sometimes put there by mistake.
  }
  throw new ConfigError("FLEETPROMPT_OIDC_CLIENT_SECRET_FILE must name a file that can be read and holds the secret.")
}

/** Whose CI may publish here, with tokens made for this registry. */
function ciConfig(env: Environment): CiSettings | undefined {
  const named = env.FLEETPROMPT_CI_ISSUERS
  if (named === "off") return undefined
  const issuers = named === undefined ? defaultCiIssuers : parseCiIssuers(named)
  if (issuers !== undefined) return { audience: env.FLEETPROMPT_CI_AUDIENCE?.replace(/\/+$/, ""), issuers }
  throw new ConfigError(
    "FLEETPROMPT_CI_ISSUERS must be off, or a list with commas of github, gitlab, github=https://…, gitlab=https://… " +
      "and oidc=https://…, each exactly as it stands in the tokens and without a slash at its end.",
  )
}

function keptKey(path: string): string {
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString("base64"), { mode: 0o600, flag: "wx" })
  return readFileSync(path, "utf8").trim()
}
