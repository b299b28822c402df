import { accountOf } from "@fleetprompt/sdk/account"
import type { PersonalToken } from "@fleetprompt/sdk/contracts"
import type { Command } from "commander"
import { addPageOptions, type PageOptions } from "../../arguments/paging.ts"
import type { Context } from "../../context.ts"
import { printPage } from "../../output/page.ts"
import type { Column } from "../../output/table.ts"
import { dayText } from "../../output/time.ts"

export function define(command: Command, context: Context, run = listTokens): void {
  addPageOptions(command).action((options: PageOptions) => run(options, context))
}

/** Prints the caller's personal tokens, newest first, also those that are over. Their secrets are in no read. */
export async function listTokens(options: PageOptions, context: Context): Promise<void> {
  const { io, output } = context
  const client = await context.signedInClient()
  const page = await output.waiting("Reading your tokens", accountOf(client).tokens.list(options))
  printPage(output, page, columns(io.nowMs()), "You have no tokens. Make one with `fleetprompt token create`.")
}

const columns = (nowMs: number): readonly Column<PersonalToken>[] => [
  { title: "TOKEN", value: ({ tokenId }) => tokenId },
  { title: "NAME", value: ({ name }) => name, isElastic: true, style: (text, theme) => theme.strong(text) },
  {
    title: "STATUS",
    value: (token) => statusOf(token, nowMs),
    style: (text, theme) => (text === "live" ? theme.good(text) : theme.faint(text)),
  },
  { title: "EXPIRES", value: ({ expiresAtMs }) => dayText(expiresAtMs) },
  { title: "USED", value: ({ lastUsedAtMs }) => (lastUsedAtMs === null ? "never" : dayText(lastUsedAtMs)) },
  { title: "SCOPES", value: ({ scopes }) => scopes.join(" "), isElastic: true },
]

function statusOf({ revokedAtMs, expiresAtMs }: PersonalToken, nowMs: number): string {
  if (revokedAtMs !== null) return "revoked"
  return expiresAtMs <= nowMs ? "expired" : "live"
}
