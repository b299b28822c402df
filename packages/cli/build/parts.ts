import { readFileSync } from "node:fs"
import { relative, resolve } from "node:path"
import { build as bundle, type Plugin } from "esbuild"
import { usesZod } from "./stood-in.ts"

const packages = resolve("..")

/** Small, and without state: each part that needs one has its own. */
const anywhere = /^cli\/src\/(?:version|load-part|cache-folder|described|help-texts)\.ts$/

const { exports: exportsOfSdk }: { exports: Record<string, { "@fleetprompt/source"?: string }> } = JSON.parse(
  readFileSync(resolve(packages, "sdk/package.json"), "utf8"),
)

/** The file behind each name the SDK is imported by. */
const entriesOfSdk = new Map(
  Object.entries(exportsOfSdk).flatMap(([subpath, { "@fleetprompt/source": source }]) =>
    source === undefined ? [] : [[`@fleetprompt/sdk${subpath.slice(1)}`, resolve(packages, "sdk", source)]],
  ),
)

const first = resolve("src/bin.ts")
const loader = resolve("src/load-part.ts")

/** What of the SDK most runs do without: each of its subpaths with a folder of its own, but for the contracts. */
const foldersOfSdk = [...entriesOfSdk.values()].flatMap(
  (file) => /src\/(?!contracts)([\w-]+)\/index\.ts$/.exec(file)?.[1] ?? [],
)

/** What a run may do without is in a file of its own, by where its sources are. The rest is `main`. */
const parts: readonly (readonly [sources: RegExp, part: string])[] = [
  [/^cli\/src\/(bin)\.ts$/, ""],
  [/^cli\/src\/commands\/([\w-]+)(?:\.ts$|\/)/, "command-"],
  [/^cli\/src\/(failure|manifest)\//, ""],
  [new RegExp(`^sdk/src/(${foldersOfSdk.join("|")})/`), ""],
]

/** The part a module of ours is in; undefined for one that is in every part that needs it. */
function partOf(path: string): string | undefined {
  const name = relative(packages, path)
  if (anywhere.test(name)) return undefined
  for (const [sources, prefix] of parts) {
    const [, part] = sources.exec(name) ?? []
    if (part !== undefined) return prefix + part
  }
  return name.startsWith("sdk/src/contracts/") && usesZod(path) ? "contracts" : "main"
}

/** Cuts our own modules into parts. A module of another part is asked for there, so that there is one of each. */
export const inParts: Plugin = {
  name: "in-parts",
  async setup(build) {
    const modules = await ownModules()
    build.onResolve({ filter: /^part:/ }, ({ path }) => ({ path, namespace: "part" }))
    build.onLoad({ filter: /./, namespace: "part" }, ({ path }) => {
      const inside = modules.filter((module) => `part:${partOf(module)}` === path)
      const entries = inside.map((module) => `${keyOf(module)}: () => require(${JSON.stringify(module)})`)
      return { contents: `exports.modules = {${entries.join()}}`, resolveDir: packages }
    })
    build.onResolve(
      { filter: /\.ts$|^@fleetprompt\/sdk\/[\w-]+$/ },
      ({ kind, path, importer, namespace, resolveDir }) => {
        const target = entriesOfSdk.get(path) ?? resolve(resolveDir, path)
        if (kind === "entry-point" || !modules.includes(target)) return undefined
        const part = partOf(target)
        const isHere = part === undefined || part === partHolding(importer, namespace)
        if (isHere) return { path: target }
        return { path: target, namespace: importer === first ? "first" : "elsewhere", pluginData: part }
      },
    )
    build.onLoad({ filter: /./, namespace: "elsewhere" }, ({ path, pluginData }) => ({
      contents: `module.exports = require("./${pluginData}.cjs").modules[${keyOf(path)}]()`,
    }))
    // All that follows is asked for of what loaded the first.
    build.onLoad({ filter: /./, namespace: "first" }, ({ path, pluginData }) => ({
      contents: [
        `const { loadPart } = require(${JSON.stringify(loader)})`,
        `module.exports = loadPart("./${pluginData}.cjs", __dirname, require).modules[${keyOf(path)}]()`,
      ].join("\n"),
      resolveDir: packages,
    }))
    build.onResolve({ filter: /\.cjs$/, namespace: "elsewhere" }, ({ path }) => ({ path, external: true }))
  },
}

/** The part a module is in that imports another. A stand-in may be in several, so its schema is asked for elsewhere. */
function partHolding(importer: string, namespace: string): string | undefined {
  if (namespace === "part") return importer.replace("part:", "")
  return namespace === "file" ? partOf(importer) : undefined
}

const keyOf = (path: string) => JSON.stringify(relative(packages, path))

/** The parts that begin with no source file, as entries for esbuild. */
export async function partEntries(): Promise<{ in: string; out: string }[]> {
  const names = new Set((await ownModules()).map(partOf))
  return [...names].flatMap((name) => (name === undefined || name === "bin" ? [] : [{ in: `part:${name}`, out: name }]))
}

let found: Promise<string[]> | undefined

/** Every module of ours that a run may come to. */
const ownModules = (): Promise<string[]> => (found ??= findModules())

async function findModules(): Promise<string[]> {
  const { metafile } = await bundle({
    entryPoints: ["src/main.ts", "src/verbs.ts"],
    bundle: true,
    format: "esm",
    conditions: ["@fleetprompt/source"],
    outdir: "dist",
    write: false,
    metafile: true,
    logLevel: "error",
    plugins: [withoutPackages],
  })
  const barrel = resolve(packages, "sdk/src/contracts/index.ts")
  return Object.keys(metafile.inputs)
    .map((path) => resolve(path))
    .filter((path) => path.endsWith(".ts") && !path.includes("/apart/") && path !== barrel)
}

const withoutPackages: Plugin = {
  name: "without-packages",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === "entry-point" || /^@fleetprompt\/sdk\/(?!secrets)/.test(path) ? undefined : { path, external: true },
    )
  },
}
