import { limits } from "@fleetprompt/sdk/contracts"
import { type Command, InvalidArgumentError } from "commander"

/** Which page of a list to print. */
export interface PageOptions {
  readonly limit?: number
  readonly cursor?: string
}

/** Adds `--limit` and `--cursor`. */
export const addPageOptions = (command: Command): Command =>
  command
    .option(
      "--limit <count>",
      `how many to print, at most ${limits.pageSizeMax} (default ${limits.pageSizeDefault})`,
      limit,
    )
    .option("--cursor <cursor>", "where to go on, as the page before said")

function limit(text: string): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= limits.pageSizeMax) return count
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${limits.pageSizeMax}.`)
}
