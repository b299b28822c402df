import { isFleetPromptError } from "@fleetprompt/sdk/fetch"
import { credentialKind } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { type KeptCredential, keptCredentials } from "../../config/credentials.ts"
import type { Context } from "../../context.ts"
import { tokenMissing } from "../../config/token.ts"
import { type Field, fields } from "../../output/fields.ts"
import { dayText } from "../../output/time.ts"

/** What `auth status --json` prints. No part of it is a secret. */
interface AuthStatus {
  readonly registry: string
  readonly source: "environment" | "stored"
  readonly kind: string
  /** Whether the registry takes it; null where that could not be asked. */
  readonly valid: boolean | null
  readonly sub: string | null
  readonly scopes: readonly string[]
  readonly expiresAtMs: number | null
  readonly stored: readonly KeptCredential[]
}

export function define(command: Command, context: Context, run = authStatus): void {
  command.action(() => run(context))
}

/** Says which credential would be used at this registry, whether it is good, and what is kept for others. */
export async function authStatus(context: Context): Promise<void> {
  const { io, output, registryUrl } = context
  const stored = await keptCredentials(io)
  const credential = await context.credential()
  if (credential === undefined) {
    for (const { registry } of stored) output.note(`Signed in at ${registry}`)
    throw tokenMissing(registryUrl)
  }
  const client = await context.clientWith(credential.secret)
  const caller = await output.waiting(
    "Asking the registry",
    client.whoami().catch((error: unknown) => {
      // What the registry refuses is told as any command would tell it; that it is away is no word on the credential.
      if (isFleetPromptError(error) && error.retryable) return undefined
      throw error
    }),
  )
  const status: AuthStatus = {
    registry: registryUrl,
    source: credential.source,
    kind: caller?.credential.kind ?? credentialKind(credential.secret) ?? "access_token",
    valid: caller === undefined ? null : true,
    sub: caller?.sub ?? null,
    scopes: caller?.credential.scopes ?? [],
    expiresAtMs: caller?.credential.expiresAtMs ?? null,
    stored,
  }
  output.result(status, () => fields(statusFields(status), output.theme))
}

const statusFields = ({ registry, source, kind, valid, sub, scopes, expiresAtMs, stored }: AuthStatus): Field[] => [
  ["registry", registry],
  ["credential", `${kind}, ${source === "environment" ? "from FLEETPROMPT_TOKEN" : "from fleetprompt login"}`],
  ["state", valid === null ? "the registry could not be asked" : "valid"],
  ["user", sub ?? undefined],
  ["scopes", scopes.join(", ")],
  ["expires", expiresAtMs === null ? undefined : dayText(expiresAtMs)],
  ["kept for", stored.map(({ registry: kept, store }) => `${kept} (${store})`).join(", ")],
]
