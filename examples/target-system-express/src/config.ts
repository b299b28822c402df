/** What this deployment is told from outside. */
export interface Config {
  readonly registry: string
  readonly secret: string
  /** The identity provider whose people sign in here; the registry compares (issuer, subject) with the buyer. */
  readonly issuer: string
}

/** Reads the environment. @throws Error naming what is missing. */
export function readConfig(env: NodeJS.ProcessEnv): Config & { databasePath: string; port: number } {
  const required = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`Set ${name}; see the README of this example.`)
    return value
  }
  return {
    registry: required("FLEETPROMPT_URL"),
    secret: required("FLEETPROMPT_TARGET_SECRET"),
    issuer: required("IDENTITY_ISSUER"),
    databasePath: env["DATABASE"] ?? "flows.db",
    port: Number(env["PORT"] ?? 4801),
  }
}
