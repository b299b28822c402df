import { claimPublisherRequest, type Publisher } from "@fleetprompt/sdk/contracts"
import { type FleetPrompt, isCode } from "@fleetprompt/sdk/fetch"
import type { Command } from "commander"
import { parsedBy } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"
import { ifThere } from "../if-there.ts"

export interface ClaimPublisherOptions {
  readonly handle: string
  readonly displayName?: string
}

export function define(command: Command, context: Context, run = claimPublisher): void {
  const { handle, displayName } = claimPublisherRequest.shape
  command
    .argument("<handle>", "the part of a slug before the slash", parsedBy(handle))
    .option("--display-name <name>", "the name people read (default: the handle)", parsedBy(displayName))
    .action((claimed: string, flags: Omit<ClaimPublisherOptions, "handle">) =>
      run({ handle: claimed, ...flags }, context),
    )
}

/** Claims a handle for the caller. One that is theirs already is no failure. */
export async function claimPublisher(options: ClaimPublisherOptions, context: Context): Promise<void> {
  const { handle, displayName = handle } = options
  const { output } = context
  const client = await context.signedInClient()
  const claim = async () => ({
    publisher: await client.publishers.claim({ handle, displayName }),
    word: "is now yours",
  })
  const { publisher, word } = await output.waiting(
    "Claiming the handle",
    claim().catch(async (error: unknown) => {
      const own = isCode(error, "HANDLE_TAKEN") ? await ownPublisher(client, handle) : undefined
      if (own === undefined) throw error
      return { publisher: own, word: "is yours already" }
    }),
  )
  output.result(publisher, () => `${handle} ${word}.`)
}

/**
 * Claims the handle a publish needs where it is free and that was asked for, by flag or by answer; a handle is a name
 * for life, so never on the way. True where it is the caller's now.
 */
export async function offerClaim(
  client: FleetPrompt,
  handle: string,
  isAskedFor: boolean,
  context: Context,
): Promise<boolean> {
  if (!isAskedFor && !context.isInteractive) return false
  if ((await ifThere(client.publishers.get(handle))) !== undefined) return false
  const question = `The publisher ${handle} does not exist yet. Claim it? It will be yours for good.`
  if (!isAskedFor && !(await (await context.prompts()).confirm(question))) return false
  await client.publishers.claim({ handle, displayName: handle })
  context.output.note(`${handle} is now yours.`)
  return true
}

async function ownPublisher(client: FleetPrompt, handle: string): Promise<Publisher | undefined> {
  const { publishers } = await client.whoami()
  return publishers.some((own) => own.handle === handle) ? await client.publishers.get(handle) : undefined
}
