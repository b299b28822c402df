import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { licensesOf } from "../build/bundled-licenses.ts"

describe("T-LICENCES-1 · the licences of what is bundled", () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "licences-"))
  })
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  /** A package of these files, and the path of its code. */
  async function install(name: string, license: string | undefined, texts: Record<string, string> = {}) {
    const path = join(folder, "node_modules/.pnpm", name.replace("/", "+"), "node_modules", name)
    await mkdir(join(path, "lib"), { recursive: true })
    await writeFile(join(path, "package.json"), JSON.stringify({ name, version: "1.2.3", license }))
    for (const [file, text] of Object.entries(texts)) await writeFile(join(path, file), text)
    return join(path, "lib/index.js")
  }

  it.each([["LICENSE"], ["licence.md"], ["COPYING"], ["LICENSE.BSD"], ["NOTICE"]])(
    "are taken from %s",
    async (file) => {
      const code = await install(`by-${file.toLowerCase()}`, "MIT", { [file]: "Copyright Ada.\n" })
      expect(await licensesOf([code])).toBe(`by-${file.toLowerCase()}@1.2.3 (MIT)\n\nCopyright Ada.\n`)
    },
  )

  it("are named once for each package, by name, and for no code of our own", async () => {
    const b = await install("@scope/b", "ISC", { LICENSE: "Of b.", NOTICE: "By b." })
    const a = await install("a", undefined, { LICENSE: "Of a." })
    const line = "-".repeat(80)
    const text = await licensesOf([a, b, b.replace("index", "other"), join(folder, "src/own.ts")])
    expect(text).toBe(`@scope/b@1.2.3 (ISC)\n\nOf b.\n\nBy b.\n\n${line}\n\na@1.2.3\n\nOf a.\n`)
  })

  it("are named where a package holds no text of its own", async () => {
    expect(await licensesOf([await install("named", "MIT")])).toBe("named@1.2.3 (MIT)\n")
  })

  it("stop the build where a package neither holds nor names one", async () => {
    const code = await install("bare", undefined)
    await expect(licensesOf([code])).rejects.toThrow(
      "bare@1.2.3 goes into the bundle, and its package holds no licence.",
    )
  })
})
