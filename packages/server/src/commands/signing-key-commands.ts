import { type Command, InvalidArgumentError, type Option } from "commander"
import { limits } from "@fleetprompt/sdk/contracts"

const minutesMin = limits.signingKeyOverlapMsMin / 60_000
const minutesMax = limits.signingKeyOverlapMsMax / 60_000

function minutes(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= minutesMin && value <= minutesMax) return value
  throw new InvalidArgumentError(`It must be ${minutesMin} to ${minutesMax}.`)
}

/** The commands that work on the keys the registry signs with. */
export function addSigningKeyCommands(root: Command, data: Option): void {
  const key = root.command("signing-key").description("the keys that receipts and the revocation feed are signed with")
  key
    .command("list")
    .description("list the keys, the one in use first")
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (options) => (await import("./signing-keys.ts")).listSigningKeys(options))
  key
    .command("rotate")
    .description("have the next key take over; the old ones stay published")
    .option("--after-minutes <number>", "how long the present key still signs", minutes, 10)
    .option("--json", "print JSON")
    .addOption(data)
    .action(async (options) => (await import("./signing-keys.ts")).rotateSigningKeyCommand(options))
}
