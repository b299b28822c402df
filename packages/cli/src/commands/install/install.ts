import { type FleetPrompt, isCode } from "@fleetprompt/sdk/fetch"
import {
  type CreateInstallIntentRequest,
  createInstallIntentRequest,
  type IssuedInstall,
  targetContext,
  type TargetContext,
  targetName,
} from "@fleetprompt/sdk/contracts"
import { type Command, InvalidArgumentError } from "commander"
import { ttlOption } from "../../arguments/duration.ts"
import { parsedBy, type Reference, referenceArgument } from "../../arguments/parse.ts"
import { readSettings } from "../../config/settings.ts"
import type { Context } from "../../context.ts"
import { CliError, usageError } from "../../errors.ts"
import { addHandoverOptions, type HandoverOptions, handOver, requireHandover } from "./hand-over.ts"
import { requireInstallable } from "./preflight.ts"

export interface InstallOptions extends Reference, HandoverOptions {
  readonly target?: string
  readonly context?: TargetContext
  readonly ttl?: number
  readonly handoff?: string
}

export function define(command: Command, context: Context, run = install): void {
  command
    .argument("<listing>", "publisher/name, or publisher/name@version", referenceArgument)
    .option("--target <name>", "where to: a target, or a system for its default one", parsedBy(targetName))
    .option("--context <key=value>", "where in the target; may be given several times", contextOption)
    .option("--ttl <time>", "how long the token lives, 1m to 1h (default 15m)", ttlOption)
    .option("--handoff <id>", "the request of a target this install answers", parsedBy(handoffId))
  addHandoverOptions(command).action((reference: Reference, flags: Omit<InstallOptions, keyof Reference>) =>
    run({ ...reference, ...flags }, context),
  )
}

const handoffId = createInstallIntentRequest.shape.handoff.unwrap()

/** Starts an install and hands its link over. The target decides by its own rules what becomes of it. */
export async function install(options: InstallOptions, context: Context): Promise<void> {
  const { output } = context
  requireHandover(options, context)
  const target = options.target ?? readSettings(context.io).target
  if (target === undefined) throw await targetMissing(context)
  const client = await context.signedInClient()
  const issued = await output.waiting("Starting the install", start(client, { ...options, target }))
  await handOver(issued, options, client, context)
}

async function start(client: FleetPrompt, options: InstallOptions & { target: string }): Promise<IssuedInstall> {
  const { slug, version, target, context, ttl, handoff } = options
  const request: CreateInstallIntentRequest & { issueToken?: true } = {
    listing: slug,
    target,
    ...(version && { version }),
    ...(context && { targetContext: context }),
    ...(ttl !== undefined && { ttlMs: ttl }),
    ...(handoff && { handoff }),
  }
  try {
    return await client.installs.create(request)
  } catch (error) {
    if (isCode(error, "NOT_FOUND")) await requireTarget(client, target)
    if (isCode(error, "RELEASE_NOT_INSTALLABLE") || isCode(error, "TARGET_INCOMPATIBLE")) {
      await requireInstallable(client, options)
    }
    throw error
  }
}

/** Not found may mean listing, version or target; a mistyped target can be told, and named with the real ones. */
async function requireTarget(client: FleetPrompt, target: string): Promise<void> {
  const { data } = await client.targets.list()
  if (data.some(({ name, targetSystem }) => name === target || targetSystem === target)) return
  const names = data.map(({ name }) => name)
  throw new CliError({
    code: "NOT_FOUND",
    message: `This registry has no target named ${target}.`,
    remedy: names.length > 0 ? `Its targets: ${names.join(", ")}.` : "It has no targets yet.",
  })
}

async function targetMissing(context: Context): Promise<CliError> {
  const client = await context.client()
  const names = (await client.targets.list()).data.map(({ name }) => name)
  const choice = names.length > 0 ? `Its targets: ${names.join(", ")}.` : "It has no targets yet."
  return usageError("--target is missing.", `${choice} \`fleetprompt config set target <name>\` sets it for good.`)
}

function contextOption(text: string, previous: TargetContext | undefined): TargetContext {
  const [key = "", ...value] = text.split("=")
  const parsed = targetContext.safeParse({ ...previous, [key]: value.join("=") })
  if (parsed.success) return parsed.data
  const keys = Object.keys(targetContext.shape).join(", ")
  throw new InvalidArgumentError(`It must be key=value, with a key of ${keys} and a value without blanks.`)
}
