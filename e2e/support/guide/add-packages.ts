import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const packages = fileURLToPath(new URL("../../../packages", import.meta.url))

/** Ours, with the folder each is in. */
const ours = new Map([
  ["@fleetprompt/redeem-client", join(packages, "redeem-client")],
  ["@fleetprompt/server", join(packages, "server")],
  ["fleetprompt", join(packages, "cli")],
])

/** Does what `pnpm add` does, with what this workspace has: ours as they would be published, others as installed. */
export async function addPackages(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const place = join(folder, "node_modules", name)
    await mkdir(dirname(place), { recursive: true })
    const source = ours.get(name)
    if (source === undefined) await symlink(join(packages, "redeem-client/node_modules", name), place)
    else await addOurs(folder, place, source)
  }
}

/** A library is copied as its `files` let it out, so that nothing is found by way of its sources. */
async function addOurs(folder: string, place: string, source: string): Promise<void> {
  const { bin, files } = JSON.parse(await readFile(join(source, "package.json"), "utf8"))
  if (bin === undefined) {
    for (const file of ["package.json", ...files]) await cp(join(source, file), join(place, file), { recursive: true })
    return
  }
  await mkdir(join(folder, "node_modules/.bin"), { recursive: true })
  for (const [program, file] of Object.entries<string>(bin)) {
    const shim = `#!/bin/sh\nexec "${process.execPath}" "${join(source, file)}" "$@"\n`
    await writeFile(join(folder, "node_modules/.bin", program), shim, { mode: 0o755 })
  }
}
