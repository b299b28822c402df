import type { FleetPrompt } from "@fleetprompt/sdk/fetch"
import type { IssuedInstall } from "@fleetprompt/sdk/contracts"
import { type Command, Option } from "commander"
import { waitOption } from "../../arguments/duration.ts"
import { maskSecret } from "../../ci/github.ts"
import type { Context } from "../../context.ts"
import { usageError } from "../../errors.ts"
import { spanText } from "../../output/time.ts"
import { visibleLine } from "../../output/visible.ts"
import { printEnd, waitForEnd } from "./wait.ts"

/** How link and token of an install leave the CLI. */
export interface HandoverOptions {
  readonly printLink?: true
  readonly tokenStdout?: true
  /** Open the link in the browser. */
  readonly open?: true
  /** Wait for what becomes of it; the longest, in milliseconds. */
  readonly wait?: number
}

export const addHandoverOptions = (command: Command): Command =>
  command
    .addOption(new Option("--print-link", "print the link, also where stdout is no terminal").conflicts("tokenStdout"))
    .option("--token-stdout", "print the install token instead of the link")
    .option("--open", "open the link in the browser")
    .addOption(
      new Option("--wait [time]", "wait for what becomes of it, at most 10m unless told; the link then goes to stderr")
        .argParser(waitOption)
        .preset("10m")
        .conflicts("tokenStdout"),
    )

/**
 * Link and token stand for the buyer, once: off a terminal they are printed only on request, so that neither ends up
 * in a build log by accident.
 * @throws CliError before anything is started.
 */
export function requireHandover(options: HandoverOptions, { io, output }: Context): void {
  const { printLink, tokenStdout, open, wait } = options
  const screen = wait === undefined ? io.stdout : io.stderr
  const isAskedFor = printLink || tokenStdout || open || (output.isJson && wait === undefined)
  if (isAskedFor || screen.isTTY === true) return
  const ways = wait === undefined ? "--print-link, --token-stdout, --open or --json" : "--print-link or --open"
  throw usageError(
    `${wait === undefined ? "stdout" : "stderr"} is not a terminal, and what an install prints is a secret.`,
    `Add ${ways} to have it all the same.`,
  )
}

/** Gives link or token out, and waits for what becomes of it where that was asked for. */
export async function handOver(
  issued: IssuedInstall,
  options: HandoverOptions,
  client: FleetPrompt,
  context: Context,
): Promise<void> {
  const { io, output } = context
  const { open, tokenStdout, wait } = options
  maskSecret(io, issued.installToken)
  const link = visibleLine(issued.link)
  if (wait === undefined) output.result(issued, () => (tokenStdout ? visibleLine(issued.installToken) : link))
  else if (!open || options.printLink) output.say(link)
  if (open) await io.openBrowser(link)
  output.note(handoverNote(issued, io.nowMs(), tokenStdout ? "Redeem the token" : "Open the link"))
  if (wait === undefined) return
  const { installIntentId } = issued.intent
  printEnd(await waitForEnd(client, installIntentId, { until: "outcome", waitMs: wait }, context), "outcome", context)
}

function handoverNote({ intent }: IssuedInstall, nowMs: number, act: string): string {
  const { release, listing, target, expiresAtMs, installIntentId } = intent
  const within = expiresAtMs === null ? "" : ` within ${spanText(expiresAtMs - nowMs)}`
  return (
    `${act}${within} to hand ${listing.slug}@${release.version} over to ${target.name}, which decides by its own ` +
    `rules whether to install it. It works once and speaks for you: share it with nobody.\n` +
    `See what becomes of it: fleetprompt intent wait ${installIntentId}`
  )
}
