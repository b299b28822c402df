import { credentialKind } from "@fleetprompt/sdk/contracts"
import { CliError } from "../errors.ts"

const tokenRemedy = "Set FLEETPROMPT_TOKEN to a personal token of this registry (fpat_…)."

/**
 * The personal token in FLEETPROMPT_TOKEN, or undefined. Nothing else is looked at: a flag would show in the
 * process list, and a file in a project gets committed.
 * @throws CliError for a value that cannot be a personal token, before it is sent anywhere.
 */
export function readToken(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const token = env["FLEETPROMPT_TOKEN"]?.trim()
  if (!token) return undefined
  const complaint = complaintAbout(token)
  if (complaint === undefined) return token
  throw new CliError({ code: "TOKEN_MALFORMED", message: complaint, remedy: tokenRemedy })
}

/** The failure of a command that needs a token and has none. */
export const tokenMissing = (): CliError =>
  new CliError({
    code: "TOKEN_MISSING",
    message: "This command needs a token, and FLEETPROMPT_TOKEN is not set.",
    remedy: tokenRemedy,
  })

// A kind of token made after this version was written must pass, so only what is surely wrong is refused here.
function complaintAbout(token: string): string | undefined {
  const kind = credentialKind(token)
  if (kind === "installToken") return "FLEETPROMPT_TOKEN holds an install token, which only a target can redeem."
  if (kind === "targetSecret") return "FLEETPROMPT_TOKEN holds the secret of a target system."
  if (!/^[\x21-\x7e]{1,256}$/.test(token)) return "FLEETPROMPT_TOKEN holds blanks or characters no token has."
  if (token.startsWith("fpat_") && kind === undefined) {
    return "FLEETPROMPT_TOKEN is damaged: it is too long, too short or mistyped."
  }
  return undefined
}
