import type { Whoami } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import type { Context } from "../context.ts"
import { type Field, fields } from "../output/fields.ts"
import { dayText, spanText } from "../output/time.ts"

export function define(command: Command, context: Context, run = whoami): void {
  command.action(() => run(context))
}

/** Prints whom the token speaks for, and what it may do. */
export async function whoami(context: Context): Promise<void> {
  const { output, io, registryUrl } = context
  const client = await context.signedInClient()
  const caller = await output.waiting("Asking the registry", client.whoami())
  output.result(caller, () => fields(callerFields(caller, registryUrl, io.nowMs()), output.theme))
  if (caller.publishers.length === 0) output.note("You have no publisher yet: fleetprompt publisher claim <handle>")
}

function callerFields(
  { userId, iss, sub, credential, publishers }: Whoami,
  registryUrl: string,
  nowMs: number,
): Field[] {
  const { name, scopes, expiresAtMs } = credential
  return [
    ["registry", registryUrl],
    ["user", `${sub} at ${iss}`],
    ["id", userId],
    ["token", name ?? "access token of the identity provider"],
    ["scopes", scopes.join(", ") || "none"],
    ["expires", `${dayText(expiresAtMs)}, in ${spanText(expiresAtMs - nowMs)}`],
    ["publishers", publishers.map(({ handle, role }) => `${handle} (${role})`).join(", ") || "none"],
  ]
}
