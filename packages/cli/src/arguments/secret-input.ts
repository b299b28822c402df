import { usageError } from "../errors.ts"
import type { Io } from "../io.ts"

const bytesMax = 16_384

/**
 * A secret from stdin, the one way besides the environment: a flag would show in the process list.
 * @throws CliError where stdin is a terminal, empty, or far too long.
 */
export async function secretFromStdin(io: Io, flag: string): Promise<string> {
  if (io.stdin.isTTY === true) {
    throw usageError(`${flag} reads stdin, and that is a terminal.`, `Pipe it in: fleetprompt … ${flag} < token.txt`)
  }
  let text = ""
  for await (const chunk of io.stdin) {
    text += String(chunk)
    if (text.length > bytesMax) throw usageError(`What ${flag} read from stdin is too long.`, "Pipe the secret alone.")
  }
  const secret = text.trim()
  if (secret !== "") return secret
  throw usageError(`${flag} found nothing on stdin.`, "Pipe the secret in.")
}
