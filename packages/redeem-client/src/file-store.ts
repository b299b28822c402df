import { type FileHandle, open } from "node:fs/promises"
import { dirname } from "node:path"
import { buffer } from "node:stream/consumers"
import type { RedemptionStore } from "./store.ts"

/**
 * A durable store in one append-only file of JSON lines, mode 0600, made on first use in a folder that exists.
 * Of several records for one token the first in the file counts, and every record is on disk (fsync) before it is
 * answered, so several processes on one machine agree as well. Not for network file systems, whose appends are
 * not atomic. `getOrCreate` rejects with the system's error where the file cannot be written.
 */
export function fileStore(path: string): RedemptionStore {
  const ids = new Map<string, string>()
  let bytesRead = 0
  let turn: Promise<unknown> = Promise.resolve()

  async function keep(tokenHash: string, make: () => string): Promise<string> {
    await withFile(path, "a+", async (file) => {
      await readOn(file)
      // The line break in front ends whatever a crash left unfinished.
      if (!ids.has(tokenHash)) await file.appendFile(`\n${JSON.stringify({ tokenHash, redemptionId: make() })}\n`)
      await file.sync()
      await readOn(file)
    })
    // A new file survives a crash only once its folder does. Windows cannot open a folder, and need not.
    if (process.platform !== "win32") await withFile(dirname(path), "r", (folder) => folder.sync())
    const id = ids.get(tokenHash)
    if (id === undefined) throw new Error("The redemption store was changed by something else.")
    return id
  }

  /** Takes in every whole line since the last time; one still without its end waits for it. */
  async function readOn(file: FileHandle): Promise<void> {
    const { size } = await file.stat()
    if (size < bytesRead) {
      // Another file was put in its place.
      bytesRead = 0
      ids.clear()
    }
    const bytes = await buffer(file.createReadStream({ start: bytesRead, autoClose: false }))
    const end = bytes.lastIndexOf("\n") + 1
    for (const line of bytes.toString("utf8", 0, end).split("\n")) {
      const record = recordOf(line)
      if (record && !ids.has(record.tokenHash)) ids.set(record.tokenHash, record.redemptionId)
    }
    bytesRead += end
  }

  return {
    getOrCreate(tokenHash, make) {
      const result = turn.then(() => keep(tokenHash, make))
      turn = result.catch(() => undefined)
      return result
    },
  }
}

async function withFile(path: string, flags: "a+" | "r", use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await use(file)
  } finally {
    await file.close()
  }
}

/** The record on a line; undefined for a blank line and for a torn one, which no caller was told about. */
function recordOf(line: string): { tokenHash: string; redemptionId: string } | undefined {
  try {
    const { tokenHash, redemptionId }: Record<string, unknown> = JSON.parse(line)
    return typeof tokenHash === "string" && typeof redemptionId === "string" ? { tokenHash, redemptionId } : undefined
  } catch {
    return undefined
  }
}
