import { type Scope, scopes, type Whoami } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { secretFromStdin } from "../../arguments/secret-input.ts"
import { keepSecret } from "../../config/credentials.ts"
import { checkedSecret } from "../../config/token.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { visibleLine } from "../../output/visible.ts"
import { deviceLogin } from "./device.ts"

export interface LoginOptions {
  /** Read a token from stdin instead. */
  readonly withToken?: true
  /** False under `--no-browser`. */
  readonly browser?: boolean
  readonly scope?: readonly Scope[]
}

/** What every command of a publisher or buyer needs; moderation is asked for by name. */
const usualScopes: readonly Scope[] = scopes.filter((scope) => scope !== "moderation" && scope !== "audit:read")

export function define(command: Command, context: Context, run = login): void {
  command
    .addOption(new Option("--with-token", "read a token from stdin instead").conflicts(["scope"]))
    .option("--no-browser", "open no browser; the address and the code are printed in any case")
    .addOption(
      new Option("--scope <scope...>", `what to be allowed (default: ${usualScopes.join(" ")})`).choices(scopes),
    )
    .action((options: LoginOptions) => run(options, context))
}

/** Signs in at a registry: by approval in the browser, or with a token from stdin. What it gets is kept for this registry alone. */
export async function login(options: LoginOptions, context: Context): Promise<void> {
  const { io, output, registryUrl } = context
  const secret = options.withToken ? await tokenFromStdin(context) : await sessionByApproval(options, context)
  const client = await context.clientWith(secret)
  const caller = await output.waiting("Asking the registry", client.whoami())
  const store = await keepSecret(io, registryUrl, secret)
  output.result(
    loginReport(caller, registryUrl, store),
    () => `Signed in at ${registryUrl} as ${visibleLine(caller.sub)}.`,
  )
  output.note(store === "keyring" ? "Kept in the system's keyring." : "Kept in a file that you alone can read.")
  if (io.env["FLEETPROMPT_TOKEN"]) output.note("FLEETPROMPT_TOKEN is set, and is used instead.")
}

async function tokenFromStdin({ io }: Context): Promise<string> {
  return checkedSecret(await secretFromStdin(io, "--with-token"), "stdin")
}

async function sessionByApproval({ browser = true, scope }: LoginOptions, context: Context): Promise<string> {
  if (!context.isInteractive) {
    throw usageError(
      "Nobody can approve a login here.",
      "Pipe a token to `fleetprompt login --with-token`, or set FLEETPROMPT_TOKEN.",
    )
  }
  const { env } = context.io
  const isRemote = Boolean(env["SSH_CONNECTION"] || env["SSH_TTY"])
  const client = await context.clientWith(undefined)
  return await deviceLogin(client, context, scope ?? usualScopes, browser && !isRemote)
}

const loginReport = ({ iss, sub, userId, credential }: Whoami, registry: string, store: string) => ({
  registry,
  userId,
  iss,
  sub,
  credential: { kind: credential.kind, scopes: credential.scopes, expiresAtMs: credential.expiresAtMs },
  store,
})
