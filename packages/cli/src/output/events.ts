import { appendFileSync } from "node:fs"
import { resolve } from "node:path"
import { redactCredentials } from "@fleetprompt/sdk/contracts"
import { usageError } from "../errors.ts"
import type { GlobalOptions } from "../global-options.ts"
import type { Io } from "../io.ts"
import { jsonText } from "./json.ts"

/** A line of `--output-file`, beside the human output. The last one is a `result` or a `failed`. */
export type EventName = "started" | "published" | "result" | "failed"

/** Writes events to `--output-file`, one JSON value to a line. Without that option, nowhere. */
export type WriteEvent = (event: EventName, fields: object) => void

/** No line holds a credential: the file is made to be kept. */
export function eventWriter(io: Pick<Io, "cwd" | "nowMs">, { outputFile }: GlobalOptions): WriteEvent {
  if (outputFile === undefined) return () => undefined
  const path = resolve(io.cwd, outputFile)
  return (event, fields) => {
    const line = redactCredentials(jsonText({ event, schema: 1, atMs: io.nowMs(), ...fields }))
    try {
      appendFileSync(path, `${line}\n`, { mode: 0o600 })
    } catch {
      throw usageError(`--output-file ${outputFile} cannot be written.`, "Name a file in a folder that is there.")
    }
  }
}
