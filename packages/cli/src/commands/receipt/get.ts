import type { Command } from "commander"
import { type FullReference, fullReferenceArgument } from "../../arguments/parse.ts"
import type { Context } from "../../context.ts"

export function define(command: Command, context: Context, run = getReceipt): void {
  command
    .argument("<release>", "publisher/name@version", fullReferenceArgument)
    .action((reference: FullReference) => run(reference, context))
}

/** Prints the receipt of a release as the registry signed it, to be kept in a file. */
export async function getReceipt({ slug, version }: FullReference, context: Context): Promise<void> {
  const { output } = context
  const { receiptsOf } = await import("@fleetprompt/sdk/receipts")
  const receipts = receiptsOf(await context.client())
  const { jws } = await output.waiting("Reading the receipt", receipts.get(slug, version))
  output.result({ slug, version, jws }, () => jws)
}
