import { readdir, readFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { inspect } from "node:util"
import { type CredentialKind, credentialKind, credentialPrefixes } from "@fleetprompt/sdk/contracts"

/** What every credential begins with, for to look for each kind by itself takes as often as long. */
const start = commonStart(Object.values(credentialPrefixes))
const credentialLength = 43

function commonStart(prefixes: readonly string[]): string {
  const [first = "", ...others] = new Set(prefixes.map((prefix) => prefix.slice(0, 2)))
  if (others.length > 0) throw new Error("Not every credential begins alike: they are to be looked for one by one.")
  return first
}

/**
 * The kinds of all credentials in a text or in bytes. A credential tells itself by its checksum, so each that a test
 * makes is a canary of its own, and what only looks like one is left alone.
 */
function credentialsIn(content: string | Buffer): CredentialKind[] {
  const bytes = typeof content === "string" ? Buffer.from(content) : content
  const kinds: CredentialKind[] = []
  for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) {
    const kind = credentialKind(bytes.toString("latin1", at, at + credentialLength))
    if (kind !== undefined) kinds.push(kind)
  }
  return kinds
}

/** @throws Error that names the place and the kinds of what it holds, never a value. */
export function refuseCredentials(place: string, content: string | Buffer): void {
  const kinds = new Set(credentialsIn(content))
  if (kinds.size > 0) throw new Error(`A credential was left in ${place}: ${[...kinds].join(", ")}.`)
}

/** The same for whatever was logged, with the messages and stacks of its errors. */
export function refuseLoggedCredentials(logged: readonly unknown[]): void {
  const everything = { depth: 10, maxArrayLength: Infinity, maxStringLength: Infinity, breakLength: Infinity }
  refuseCredentials("the log", inspect(logged, everything))
}

/** The same for every byte of every file of a folder, also of a database that is running and moves them about. */
export async function sweepFolder(folder: string): Promise<void> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path).catch(ifGone)
    const kinds = new Set(credentialsIn(bytes))
    if (kinds.size > 0) found.push(`${relative(folder, path)}: ${[...kinds].join(", ")}`)
  }
  if (found.length > 0) throw new Error(`A credential was left on disk, in ${found.join("; in ")}.`)
}

function ifGone(error: NodeJS.ErrnoException): Buffer {
  if (error.code === "ENOENT") return Buffer.alloc(0)
  throw error
}
