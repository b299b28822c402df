import { resolve } from "node:path"
import { usageError } from "../../errors.ts"
import type { Io } from "../../io.ts"
import { readText } from "../../manifest/read-text.ts"
import { parseJson } from "../../parse-json.ts"

const bytesMax = 1_048_576

/**
 * The receipts in a file, one a line as `publish --receipt` writes them, or the one in a reply of the registry.
 * @throws CliError for a file that cannot be read or is empty.
 */
export async function readReceipts(io: Pick<Io, "cwd">, file: string): Promise<string[]> {
  const text = (await readFile(io, file)).trim()
  const reply = text.startsWith("{") ? (parseJson(text) as { jws?: unknown } | undefined) : undefined
  const lines = typeof reply?.jws === "string" ? [reply.jws] : text.split(/\r?\n/)
  if (text === "") throw usageError(`${file} holds no receipt.`, "Name a file that `publish --receipt` wrote.")
  return lines
}

/** A discovery document that was kept. Whether it is one is found where it is used. */
export async function readKeys(io: Pick<Io, "cwd">, file: string): Promise<unknown> {
  const document = parseJson(await readFile(io, file))
  if (document === undefined) throw usageError(`${file} is not JSON.`, "Name a copy of /.well-known/fleetprompt.")
  return document
}

async function readFile({ cwd }: Pick<Io, "cwd">, file: string): Promise<string> {
  const read = await readText(resolve(cwd, file), bytesMax)
  if ("text" in read) return read.text
  throw usageError(`${file} ${read.complaint}.`, "Name a file that is there.")
}
