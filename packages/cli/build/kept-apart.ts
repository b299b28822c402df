import { globSync, readFileSync } from "node:fs"
import { dirname } from "node:path"
import type { Options } from "tsup"

type Plugin = NonNullable<Options["esbuildPlugins"]>[number]

/** Packages that most runs never need, or several parts do, by the file that holds each alone. */
const apart: Readonly<Record<string, string>> = {
  "../apart/ora.ts": "ora",
  "@fleetprompt/sdk/secrets": "secrets",
  "@inquirer/prompts": "inquirer",
  chalk: "chalk",
  commander: "commander",
  yaml: "yaml",
  zod: "zod",
}

/** Each is read when it is first used. */
export const keptApart: Plugin = {
  name: "kept-apart",
  setup(build) {
    build.onStart(() => ({ errors: missingNames().map((text) => ({ text })) }))
    build.onResolve({ filter: /./ }, ({ kind, path, importer }) => {
      const name = apart[path]
      // What a package imports is its own affair: of ours it would see no more than we export.
      const isOurs = !importer.includes("/node_modules/") && !importer.includes("/apart/")
      if (name === undefined || kind === "entry-point" || !isOurs) return undefined
      return { path: `./${name}.cjs`, external: true }
    })
  },
}

/** What our sources import of such packages and the file of the package does not hand on. It would be missed at run time alone. */
function missingNames(): string[] {
  const imports = globSync("src/**/*.ts").flatMap((path) =>
    Array.from(
      readFileSync(path, "utf8").matchAll(/^import \{([^}]*)\} from "([^".]+)"$/gm),
      ([, names = "", from = ""]) => ({
        path,
        from,
        names: names.split(",").map((name) => name.trim()),
      }),
    ),
  )
  return imports.flatMap(({ path, names, from }) => {
    const file = apart[from]
    const handedOn = file === undefined ? "*" : readFileSync(`src/apart/${file}.ts`, "utf8")
    if (handedOn.includes("*")) return []
    const missing = names.filter((name) => !/^type |^$/.test(name) && !new RegExp(`\\b${name}\\b`).test(handedOn))
    return missing.map((name) => `${path} imports ${name}, which src/apart/${file}.ts does not hand on.`)
  })
}

/** Is it in a file of its own, or Node's? Then nothing is gained by reading it before it is used. */
export const isApart = (path: string): boolean => path in apart || path.startsWith("node:")

/** Leaves out of packages what they bring along and we never use. */
export const leftOut: Plugin = {
  name: "left-out",
  setup(build) {
    // Commander reads it at once, and uses it for programs of several executables alone.
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("/commander/") ? { path: "child_process", namespace: "left-out" } : undefined,
    )
    build.onLoad({ filter: /./, namespace: "left-out" }, () => ({ contents: "export default {}" }))
    build.onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, ({ path }) => ({
      contents: `export { default as en } from "./en.js"`,
      resolveDir: dirname(path),
    }))
  },
}
