import { isPersonalTokenScope, type Scope, scopes } from "@fleetprompt/sdk/contracts"
import { operator } from "../domain/audit/audit.ts"
import { createToken } from "../domain/identity/create-token.ts"
import { localIssuer } from "../local-issuer.ts"
import { type DataOptions, withRegistry } from "./open-registry.ts"

export interface CreateTokenOptions extends DataOptions {
  readonly user: string
  readonly name: string
  readonly scope?: readonly Scope[]
  readonly days: number
  readonly json?: boolean
}

/** Prints the secret on stdout; with `--json` also who it stands for. */
export async function createTokenCommand(options: CreateTokenOptions): Promise<void> {
  const { user: sub, name, scope = scopes.filter(isPersonalTokenScope), days } = options
  const { secret, token, user } = await withRegistry(options, (context) =>
    createToken(context, operator, {
      iss: localIssuer(context.secrets),
      sub,
      name,
      scopes: scope,
      ttlMs: days * 86_400_000,
    }),
  )
  const { tokenId, expiresAtMs } = token
  const result = { token: secret, tokenId, scopes: token.scopes, expiresAtMs, iss: user.iss, sub: user.sub }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${secret}\n`)
}
