import { execFile } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { dirname } from "node:path"
import { promisify } from "node:util"

const run = promisify(execFile)

// What we publish can be installed and imported: files, exports and types agree, as npm would pack them.
for (const manifest of globSync("packages/*/package.json").toSorted()) {
  const folder = dirname(manifest)
  const { exports } = JSON.parse(readFileSync(manifest, "utf8")) as { exports?: object }
  await expectSilent("publint", ["--strict", folder])
  if (exports !== undefined) await expectSilent("attw", ["--profile", "esm-only", "--pack", folder])
}

async function expectSilent(tool: string, options: readonly string[]): Promise<void> {
  try {
    await run(tool, options)
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    console.error(`${tool} ${options.join(" ")}\n${stdout}${stderr}`)
    process.exitCode = 1
  }
}
