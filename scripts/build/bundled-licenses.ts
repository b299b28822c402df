import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import type { Metafile, Plugin } from "esbuild"

const fileName = "THIRD-PARTY-LICENSES"

/**
 * Writes `dist/THIRD-PARTY-LICENSES`, for licences ask that their text goes where the code goes.
 * @param elsewhere Files that go into the bundle by another way, as absolute paths.
 */
export const writtenLicenses = (elsewhere: () => Promise<readonly string[]> = async () => []): Plugin => ({
  name: "written-licenses",
  setup(build) {
    build.initialOptions.metafile = true
    build.onEnd(async ({ metafile }) => {
      // There is none of a build that failed.
      if (metafile === undefined) return
      const paths = [...inputsOf(metafile, resolve()), ...(await elsewhere())]
      // The first build of all gets here before its folder.
      await mkdir("dist", { recursive: true })
      await writeFile(join("dist", fileName), await licensesOf(paths))
    })
  },
})

/** What was bundled, as absolute paths. What plugins made up is not among it. */
const inputsOf = ({ inputs }: Metafile, folder: string): string[] =>
  Object.keys(inputs)
    .filter((path) => !/^[\w-]+:/.test(path))
    .map((path) => resolve(folder, path))

/**
 * Name, version and licence of each package that any of the files belongs to.
 * @throws Error for a package that neither holds a licence nor names one
 */
export async function licensesOf(paths: readonly string[]): Promise<string> {
  const folders = new Set(paths.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []))
  const entries = await Promise.all([...folders].map(licenseOf))
  // One version may be installed more than once, each with other peers.
  return [...new Set(entries.toSorted())].join(`\n${"-".repeat(80)}\n\n`)
}

async function licenseOf(folder: string): Promise<string> {
  const { name, version, license }: Record<string, unknown> = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  )
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file))
  const texts = await Promise.all(files.toSorted().map((file) => readFile(join(folder, file), "utf8")))
  if (texts.length === 0 && typeof license !== "string") {
    throw new Error(`${String(name)}@${String(version)} goes into the bundle, and its package holds no licence.`)
  }
  const title = `${String(name)}@${String(version)}${typeof license === "string" ? ` (${license})` : ""}`
  return `${[title, ...texts.map((text) => text.trim())].join("\n\n")}\n`
}
