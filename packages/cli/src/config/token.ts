import { credentialKind } from "@fleetprompt/sdk/contracts"
import { CliError } from "../errors.ts"
import type { Io } from "../io.ts"
import { keptSecret } from "./credentials.ts"

/** What the CLI acts with, and where it comes from. */
export interface Credential {
  readonly secret: string
  readonly source: "environment" | "stored"
}

/**
 * The credential for a registry: FLEETPROMPT_TOKEN, else what `login` kept for exactly this registry. No flag is
 * looked at, for it would show in the process list, and no file of a project, for it gets committed.
 * @throws CliError for a value that cannot be a credential of a person, before it is sent anywhere.
 */
export async function findCredential(
  io: Pick<Io, "env" | "loadKeyring" | "nowMs">,
  registryUrl: string,
): Promise<Credential | undefined> {
  const fromEnvironment = io.env["FLEETPROMPT_TOKEN"]?.trim()
  if (fromEnvironment) return { secret: checkedSecret(fromEnvironment, "FLEETPROMPT_TOKEN"), source: "environment" }
  const secret = await keptSecret(io, registryUrl)
  return secret === undefined ? undefined : { secret, source: "stored" }
}

/** The failure of a command that needs a credential and has none. */
export const tokenMissing = (registryUrl: string): CliError =>
  new CliError({
    code: "TOKEN_MISSING",
    message: `You are not signed in at ${registryUrl}, and FLEETPROMPT_TOKEN is not set.`,
    remedy: "Run `fleetprompt login`, or set FLEETPROMPT_TOKEN to a personal token of this registry (fpat_…).",
  })

/**
 * A secret that may be a person's, so that nothing else is ever sent. A kind made after this version was written
 * passes: only what is surely wrong is refused.
 * @throws CliError
 */
export function checkedSecret(secret: string, where: string): string {
  const complaint = complaintAbout(secret)
  if (complaint === undefined) return secret
  throw new CliError({
    code: "TOKEN_MALFORMED",
    message: `${where} ${complaint}`,
    remedy: "A personal token of this registry (fpat_…) is needed.",
  })
}

function complaintAbout(token: string): string | undefined {
  const kind = credentialKind(token)
  if (kind === "installToken") return "holds an install token, which only a target can redeem."
  if (kind === "targetSecret") return "holds the secret of a target system."
  if (kind === "ciToken") return "holds the token of a run, which is good for one release alone."
  if (kind === "deviceCode") return "holds the code of a login that is under way."
  if (!/^[\x21-\x7e]{1,8192}$/.test(token)) return "holds blanks or characters no token has."
  if (/^fp(?:at|cl)_/.test(token) && kind === undefined) return "is damaged: it is too long, too short or mistyped."
  return undefined
}
