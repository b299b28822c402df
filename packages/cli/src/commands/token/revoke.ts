import { accountOf } from "@fleetprompt/sdk/account"
import { personalToken } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"

export interface RevokeTokenOptions {
  readonly tokenId: string
}

export function define(command: Command, context: Context, run = revokeToken): void {
  command
    .argument("<token>", "its id, as `token list` prints it", parsedBy(personalToken.shape.tokenId))
    .action((tokenId: string) => run({ tokenId }, context))
}

/** Ends a personal token from its next request on; one that is over already stays so. */
export async function revokeToken({ tokenId }: RevokeTokenOptions, context: Context): Promise<void> {
  const { output } = context
  const client = await context.signedInClient()
  const token = await output.waiting("Revoking the token", accountOf(client).tokens.revoke(tokenId))
  output.result(token, () => `${tokenId} is revoked.`)
}
