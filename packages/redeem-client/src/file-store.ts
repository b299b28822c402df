import { type FileHandle, open } from "node:fs/promises"
import { dirname } from "node:path"
import { buffer } from "node:stream/consumers"
import { type InstallRecord, progressOf } from "./install-record.ts"
import { isObject } from "./shape.ts"
import type { InstallStore } from "./store.ts"

/**
 * A durable store in one append-only file of JSON lines, mode 0600, made on first use in a folder that exists.
 * Of several redemptionIds for one token the first in the file counts, of several records of one install the first of
 * those that have come furthest; every line is on disk (fsync) before it is answered, so several processes on one
 * machine agree as well. Not for network file systems, whose appends are not atomic. Every method rejects with the
 * system's error where the file cannot be written.
 */
export function fileStore(path: string): InstallStore {
  const ids = new Map<string, string>()
  const records = new Map<string, InstallRecord>()
  let bytesRead = 0
  let turn: Promise<unknown> = Promise.resolve()

  /** Appends what `lineOf` wants after a look at the file, one after the other within this process. */
  function append(lineOf: () => object | undefined): Promise<void> {
    const result = turn.then(() => appendNow(lineOf))
    turn = result.catch(() => undefined)
    return result
  }

  async function appendNow(lineOf: () => object | undefined): Promise<void> {
    await withFile(path, "a+", async (file) => {
      await readOn(file)
      const line = lineOf()
      // The line break in front ends whatever a crash left unfinished.
      if (line) await file.appendFile(`\n${JSON.stringify(line)}\n`)
      await file.sync()
      await readOn(file)
    })
    // A new file survives a crash only once its folder does. Windows cannot open a folder, and need not.
    if (process.platform !== "win32") await withFile(dirname(path), "r", (folder) => folder.sync())
  }

  /** Takes in every whole line since the last time; one still without its end waits for it. */
  async function readOn(file: FileHandle): Promise<void> {
    const { size } = await file.stat()
    if (size < bytesRead) {
      // Another file was put in its place.
      bytesRead = 0
      ids.clear()
      records.clear()
    }
    const bytes = await buffer(file.createReadStream({ start: bytesRead, autoClose: false }))
    const end = bytes.lastIndexOf("\n") + 1
    for (const line of bytes.toString("utf8", 0, end).split("\n")) takeIn(valueOf(line))
    bytesRead += end
  }

  function takeIn({ tokenHash, redemptionId, install }: Record<string, unknown>): void {
    if (typeof tokenHash === "string" && typeof redemptionId === "string" && !ids.has(tokenHash))
      ids.set(tokenHash, redemptionId)
    if (isRecord(install) && isNews(install)) records.set(install.redemption.redemptionId, install)
  }

  function isNews(record: InstallRecord): boolean {
    const kept = records.get(record.redemption.redemptionId)
    return kept === undefined || progressOf(record) > progressOf(kept)
  }

  return {
    async getOrCreate(tokenHash, make) {
      await append(() => (ids.has(tokenHash) ? undefined : { tokenHash, redemptionId: make() }))
      return present(ids.get(tokenHash))
    },
    async keep(record) {
      await append(() => (isNews(record) ? { install: record } : undefined))
      return present(records.get(record.redemption.redemptionId))
    },
    async unfinished() {
      await append(() => undefined)
      return [...records.values()].filter(({ reported }) => !reported)
    },
  }
}

function present<Kept>(kept: Kept | undefined): Kept {
  if (kept === undefined) throw new Error("The redemption store was changed by something else.")
  return kept
}

async function withFile(path: string, flags: "a+" | "r", use: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await use(file)
  } finally {
    await file.close()
  }
}

/** What a line says; nothing for a blank line and for a torn one, which no caller was told about. */
function valueOf(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

// A line that is whole is one we have written.
const isRecord = (value: unknown): value is InstallRecord =>
  isObject(value) && isObject(value["redemption"]) && typeof value["redemption"]["redemptionId"] === "string"
