import { accountOf } from "@fleetprompt/sdk/account"
import { createTokenRequest, isPersonalTokenScope, limits, type Scope, scopes } from "@fleetprompt/sdk/contracts"
import { type Command, InvalidArgumentError, Option } from "commander"
import { collected, parsedBy, slugArgument } from "../../arguments/parse.ts"
import { maskSecret } from "../../ci/github.ts"
import type { Context } from "../../context.ts"
import { dayText } from "../../output/time.ts"
import { visibleLine } from "../../output/visible.ts"

export interface CreateTokenOptions {
  readonly name: string
  readonly scope: Exclude<Scope, "token:manage">[]
  readonly listing?: string[]
  readonly expiresInDays: number
}

const usualScopes = ["listing:read", "listing:write", "release:publish"] as const
const daysDefault = 90

export function define(command: Command, context: Context, run = createToken): void {
  command
    .requiredOption(
      "--name <name>",
      "what it is for, for instance the repository",
      parsedBy(createTokenRequest.shape.name),
    )
    .addOption(
      new Option("--scope <scope...>", "what it may do")
        .choices(scopes.filter(isPersonalTokenScope))
        .default([...usualScopes]),
    )
    .option("--listing <slug>", "only this listing; may be given several times", collected(slugArgument))
    .addOption(new Option("--expires-in-days <days>", "how long it lives").argParser(days).default(daysDefault))
    .action((options: CreateTokenOptions) => run(options, context))
}

/**
 * Makes a personal token, for a pipeline for instance, and prints it this once. Off a terminal it is printed only into
 * a pipe or as JSON, which is where a script wants it.
 */
export async function createToken(options: CreateTokenOptions, context: Context): Promise<void> {
  const { io, output } = context
  const { name, scope, listing, expiresInDays } = options
  const client = await context.signedInClient()
  const request = { name, scopes: scope, expiresInDays, ...(listing && { listings: listing }) }
  const issued = await output.waiting("Making the token", accountOf(client).tokens.create(request))
  maskSecret(io, issued.secret)
  output.result(issued, () => visibleLine(issued.secret))
  output.note(
    `It is shown this once. It may ${issued.token.scopes.join(", ")}, until ${dayText(issued.token.expiresAtMs)}.`,
  )
}

function days(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= limits.tokenTtlDaysMax) return count
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${limits.tokenTtlDaysMax}.`)
}
