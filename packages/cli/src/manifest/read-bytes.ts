import { constants } from "node:fs"
import { open } from "node:fs/promises"

/** One clause about why there is nothing to read. */
export interface Complaint {
  readonly complaint: string
  readonly isMissing: boolean
}

/** Reads a regular file of at most `bytesMax` bytes. What is a pipe, a device or too large is not read at all. */
export async function readBytes(
  path: string,
  bytesMax: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | Complaint> {
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for somebody to write to it.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const status = await file.stat()
    if (!status.isFile()) return complaint("is not a regular file")
    if (status.size > bytesMax) return complaint(`is larger than ${bytesMax} bytes`)
    return { bytes: await file.readFile() }
  } catch (error) {
    return explain(error)
  }
}

export const complaint = (text: string, isMissing = false): Complaint => ({ complaint: text, isMissing })

function explain(error: unknown): Complaint {
  const code = error instanceof Error && "code" in error ? error.code : undefined
  if (code === "ENOENT" || code === "ENOTDIR") return complaint("does not exist", true)
  if (code === "EACCES" || code === "EPERM") return complaint("may not be read by you")
  if (code === "EISDIR") return complaint("is a directory")
  if (code === "ELOOP") return complaint("is a symbolic link that leads in a circle")
  throw error
}
