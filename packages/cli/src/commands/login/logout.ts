import { isCode } from "@fleetprompt/sdk/fetch"
import { accountOf } from "@fleetprompt/sdk/account"
import { credentialKind } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { forgetSecret, keptSecret } from "../../config/credentials.ts"
import type { Context } from "../../context.ts"

export function define(command: Command, context: Context, run = logout): void {
  command.action(() => run(context))
}

/** Ends the session of this program at the registry and forgets it. A personal token is forgotten and stays valid. */
export async function logout(context: Context): Promise<void> {
  const { io, output, registryUrl } = context
  const secret = await keptSecret(io, registryUrl).catch(() => undefined)
  const isSession = secret !== undefined && credentialKind(secret) === "cliSession"
  const revoked = isSession ? await output.waiting("Signing out", endSession(secret, context)) : false
  const wasSignedIn = await forgetSecret(io, registryUrl)
  output.result({ registry: registryUrl, wasSignedIn, revoked }, () =>
    wasSignedIn ? `Signed out of ${registryUrl}.` : `You were not signed in at ${registryUrl}.`,
  )
  if (wasSignedIn && !isSession) output.note("The token itself stays valid; revoke it where it was made.")
  if (io.env["FLEETPROMPT_TOKEN"]) output.note("FLEETPROMPT_TOKEN is still set, and is used.")
}

/** True where it is over now. One that was over already is no failure. */
async function endSession(secret: string, context: Context): Promise<boolean> {
  const client = await context.clientWith(secret)
  try {
    await accountOf(client).sessions.end()
    return true
  } catch (error) {
    if (isCode(error, "UNAUTHENTICATED") || isCode(error, "TOKEN_REVOKED") || isCode(error, "TOKEN_EXPIRED"))
      return true
    throw error
  }
}
