import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

export interface Folder extends AsyncDisposable {
  readonly path: string
}

/** A folder of its own with these files, gone after the test. */
export async function folder(files: Record<string, string | Uint8Array> = {}): Promise<Folder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "fleetprompt-cli-")))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), text)
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
