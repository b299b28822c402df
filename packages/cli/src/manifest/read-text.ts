import { constants } from "node:fs"
import { open } from "node:fs/promises"

/** What a read came to: the text, or one clause about why there is none. */
export type ReadResult = { readonly text: string } | { readonly complaint: string; readonly isMissing: boolean }

/** Reads a regular UTF-8 file of at most `bytesMax` bytes. What is a pipe, a device or too large is not read at all. */
export async function readText(path: string, bytesMax: number): Promise<ReadResult> {
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for somebody to write to it.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const status = await file.stat()
    if (!status.isFile()) return complaint("is not a regular file")
    if (status.size > bytesMax) return complaint(`is larger than ${bytesMax} bytes`)
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(await file.readFile()) }
  } catch (error) {
    return explain(error)
  }
}

const complaint = (text: string, isMissing = false): ReadResult => ({ complaint: text, isMissing })

function explain(error: unknown): ReadResult {
  if (error instanceof TypeError) return complaint("is not UTF-8 text")
  const code = error instanceof Error && "code" in error ? error.code : undefined
  if (code === "ENOENT" || code === "ENOTDIR") return complaint("does not exist", true)
  if (code === "EACCES" || code === "EPERM") return complaint("may not be read by you")
  if (code === "EISDIR") return complaint("is a directory")
  if (code === "ELOOP") return complaint("is a symbolic link that leads in a circle")
  throw error
}
