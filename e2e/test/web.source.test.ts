import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { startNode } from "../support/process.ts"

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url))
const fromSource = [
  "--import",
  path("scripts/tsx.ts"),
  "--conditions=@fleetprompt/source",
  path("packages/server/src/bin.ts"),
]

describe("T-WEB-9 · The server from source and as it is published", () => {
  it("serve the same style and script", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fleetprompt-source-"))
    const links = async (program: readonly string[], data: string) => {
      const server = startNode([...program, "dev", "--port", "0", "--data", data], { cwd: folder })
      const [, url = ""] = await server.says(/FLEETPROMPT_URL=(\S+)/)
      const html = await (await fetch(url)).text()
      const files = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file = ""]) => file)
      const statuses = await Promise.all(files.map(async (file) => (await fetch(url + file)).status))
      await server.kill("SIGTERM")
      return { files, statuses }
    }
    try {
      const [source, built] = await Promise.all([
        links(fromSource, "source"),
        links([path("packages/server/dist/bin.js")], "built"),
      ])
      expect(source).toEqual(built)
      expect(source.statuses).toEqual(source.files.map(() => 200))
      expect(source.files.length).toBeGreaterThan(3)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

describe("T-LICENCES-1 · The server as it is published", () => {
  it("holds the licence of the fonts it serves", async () => {
    const text = await readFile(path("packages/server/dist/THIRD-PARTY-LICENSES"), "utf8")
    for (const font of ["geist", "geist-mono"]) expect(text).toContain(`@fontsource-variable/${font}@`)
    expect(text.match(/SIL OPEN FONT LICENSE Version 1\.1/g)).toHaveLength(2)
  })
})
