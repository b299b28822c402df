import { readFileSync, realpathSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"

/** How many packages `npm install -g fleetprompt` may bring, itself included: every one is somebody's to attack. */
const packagesMax = 40

const found = new Set<string>()
collect(join(import.meta.dirname, "../packages/cli/package.json"))
console.log(`fleetprompt: ${found.size} of ${packagesMax} packages`)
if (found.size > packagesMax) process.exitCode = 1

/** Adds a package and what it needs at run time. Of optional ones, what this machine's kind gets. */
function collect(file: string): void {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest
  if (found.has(manifest.name)) return
  found.add(manifest.name)
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    const path = manifestOf(name, file)
    if (path !== undefined) collect(path)
    else if (manifest.dependencies?.[name] !== undefined)
      throw new Error(`${name} of ${manifest.name} is not installed.`)
  }
}

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

function manifestOf(name: string, from: string): string | undefined {
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    const path = join(folder, name, "package.json")
    try {
      return realpathSync(path)
    } catch {
      // It is looked for further up, as Node does.
    }
  }
  return undefined
}
