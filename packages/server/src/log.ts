import { redactCredentials } from "@fleetprompt/sdk/contracts"
import { destination, type Level, pino } from "pino"
import type { Log } from "./domain/context.ts"

/** The longest line we write; a longer one is cut, for a log must not be a way to fill a disk. */
const lineLengthMax = 8_192

/**
 * JSON lines on stderr, so that stdout stays free for what a command is asked for. Every line passes the one
 * redactor on its way out, whatever field a credential slipped into.
 */
export function createLog(level: Level | "silent"): Log {
  const stderr = destination({ dest: 2, sync: true })
  const redacting = {
    write: (text: string) => stderr.write(`${redactCredentials(text.trimEnd()).slice(0, lineLengthMax)}\n`),
  }
  return pino({ level, base: null, serializers: { error: pino.stdSerializers.err } }, redacting)
}
