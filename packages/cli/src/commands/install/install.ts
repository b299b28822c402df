import { type FleetPrompt, isCode } from "@fleetprompt/sdk"
import { type IssuedInstall, targetContext, type TargetContext, targetName } from "@fleetprompt/sdk/contracts"
import { type Command, InvalidArgumentError, Option } from "commander"
import { maskSecret } from "../../ci/github.ts"
import { ttlOption } from "../../arguments/duration.ts"
import { parsedBy, type Reference, referenceArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { CliError, usageError } from "../../errors.ts"
import { spanText } from "../../output/time.ts"
import { visibleLine } from "../../output/visible.ts"

export interface InstallOptions extends Reference {
  readonly target: string
  readonly context?: TargetContext
  readonly ttl?: number
  readonly printLink?: true
  readonly tokenStdout?: true
}

export function define(command: Command, context: Context, run = install): void {
  command
    .argument("<listing>", "publisher/name, or publisher/name@version", referenceArgument)
    .requiredOption("--target <name>", "the target system's name", parsedBy(targetName))
    .option("--context <key=value>", "where in the target; may be given several times", contextOption)
    .option("--ttl <time>", "how long the token lives, 1m to 1h (default 15m)", ttlOption)
    .addOption(new Option("--print-link", "print the link, also where stdout is no terminal").conflicts("tokenStdout"))
    .option("--token-stdout", "print the install token instead of the link")
    .action((reference: Reference, flags: Omit<InstallOptions, keyof Reference>) =>
      run({ ...reference, ...flags }, context),
    )
}

/**
 * Starts an install and prints the link that hands it over. Link and token stand for the buyer, once: off a terminal
 * they are printed only on request, so that neither ends up in a build log by accident.
 */
export async function install(options: InstallOptions, context: Context): Promise<void> {
  const { output, io } = context
  const isAskedFor = options.printLink === true || options.tokenStdout === true || output.isJson
  if (!isAskedFor && io.stdout.isTTY !== true) {
    throw usageError(
      "stdout is not a terminal, and what an install prints is a secret.",
      "Add --print-link, --token-stdout or --json to have it printed all the same.",
    )
  }
  const client = await context.signedInClient()
  const issued = await output.waiting("Starting the install", start(client, options))
  maskSecret(io, issued.installToken)
  output.result(issued, () => visibleLine(options.tokenStdout ? issued.installToken : issued.link))
  output.note(handoverNote(issued, io.nowMs(), options.tokenStdout ? "Redeem the token" : "Open the link"))
}

async function start(client: FleetPrompt, options: InstallOptions): Promise<IssuedInstall> {
  const { slug, version, target, context, ttl } = options
  const request = { listing: slug, target, ...(version && { version }), ...(context && { targetContext: context }) }
  try {
    return await client.installs.create(ttl === undefined ? request : { ...request, ttlMs: ttl })
  } catch (error) {
    if (isCode(error, "NOT_FOUND")) await requireTarget(client, target)
    throw error
  }
}

/** Not found may mean listing, version or target; a mistyped target can be told, and named with the real ones. */
async function requireTarget(client: FleetPrompt, target: string): Promise<void> {
  const names = (await client.targets.list()).data.map(({ name }) => name)
  if (names.includes(target)) return
  throw new CliError({
    code: "NOT_FOUND",
    message: `This registry has no target named ${target}.`,
    remedy: names.length > 0 ? `Its targets: ${names.join(", ")}.` : "It has no targets yet.",
  })
}

function handoverNote({ intent }: IssuedInstall, nowMs: number, act: string): string {
  const { release, listing, target, expiresAtMs } = intent
  const within = expiresAtMs === null ? "" : ` within ${spanText(expiresAtMs - nowMs)}`
  return (
    `${act}${within} to hand ${listing.slug}@${release.version} over to ${target.name}, which decides by its own ` +
    `rules whether to install it. It works once and speaks for you: share it with nobody.`
  )
}

function contextOption(text: string, previous: TargetContext | undefined): TargetContext {
  const [key = "", ...value] = text.split("=")
  const parsed = targetContext.safeParse({ ...previous, [key]: value.join("=") })
  if (parsed.success) return parsed.data
  const keys = Object.keys(targetContext.shape).join(", ")
  throw new InvalidArgumentError(`It must be key=value, with a key of ${keys} and a value without blanks.`)
}
