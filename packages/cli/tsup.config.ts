import { globSync, readFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { transform } from "esbuild"
import { defineConfig, type Options } from "tsup"

type Plugin = NonNullable<Options["esbuildPlugins"]>[number]

/** What most runs never need, or several files do, by the file that holds each alone. */
const apart: Record<string, string> = {
  "./main.ts": "main",
  "./verbs.ts": "verbs",
  "../apart/ora.ts": "ora",
  "@fleetprompt/sdk/secrets": "secrets",
  "@inquirer/prompts": "inquirer",
  commander: "commander",
  yaml: "yaml",
}

/** Each is read when it is first used: what `--version` does not need, then what `--help`, then what most runs do not. */
const keptApart: Plugin = {
  name: "kept-apart",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path, importer }) => {
      const name = apart[path]
      if (name === undefined || kind === "entry-point" || importer.includes("/apart/")) return undefined
      return { path: `./${name}.cjs`, external: true }
    })
  },
}

const contracts = join(import.meta.dirname, "../sdk/src/contracts")
/** The file of the contracts that exports a name. */
const contractOf = new Map(
  globSync("*.ts", { cwd: contracts })
    .filter((file) => file !== "index.ts")
    .flatMap((file) =>
      namesIn(readFileSync(join(contracts, file), "utf8")).map((name) => [name, join(contracts, file)]),
    ),
)

function namesIn(source: string): string[] {
  return Array.from(source.matchAll(/^export (?:async )?(?:const|function|class) (\w+)/gm), ([, name = ""]) => name)
}

/**
 * Has our own modules run when something of theirs is first used, instead of all before the first line. A run needs the
 * schemas of one noun; to build those of every noun would take longer than its request.
 */
const ranWhenUsed: Plugin = {
  name: "ran-when-used",
  setup(build) {
    build.onLoad({ filter: /\/packages\/(?:sdk|cli)\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8")
      // What starts a file, and what hands names on, is left as it is.
      if (/\/(?:bin|verbs|version|apart\/\w+)\.ts$/.test(path) || /^export (?:\*|\{[^}]*\}) from/m.test(text))
        return undefined
      const source = text.replaceAll(/^import \{([^}]*)\} from "@fleetprompt\/sdk\/contracts"$/gm, (_, names: string) =>
        byFile(names),
      )
      // Packages stay imports, for esbuild leaves out what of them is not used.
      const packages = source.match(/^import (?!type )[^"]* from "(?!@fleetprompt\/sdk\/fetch"|\.|\/)[^"]+"/gm) ?? []
      const own = packages.reduce((rest, line) => rest.replace(line, ""), source)
      const { code } = await transform(own, { loader: "ts", format: "cjs", target: "esnext" })
      return { contents: [...packages, lazily(code)].join("\n"), loader: "ts" }
    })
  },
}

/** @throws Error for a name the contracts do not export; left out, it would be missed at run time alone. */
const byFile = (names: string): string =>
  names
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !part.startsWith("type "))
    .map((part) => {
      const file = contractOf.get(part.split(" ")[0] ?? "")
      if (file === undefined) throw new Error(`The contracts do not export ${part}.`)
      return `import { ${part} } from "${file}"`
    })
    .join("\n")

/** Takes esbuild's CommonJS back to a module, but for the imports: each becomes a require at every use. */
function lazily(code: string): string {
  const head = code.slice(0, code.indexOf("module.exports = "))
  const names = Array.from(head.matchAll(/^ {2}(\w+): \(\) => /gm), ([, name]) => name)
  let text = code.slice(code.indexOf("\n", head.length))
  for (const [line, name = "", file = ""] of text.matchAll(
    /^var (import_\w+) = (?:__toESM\()?require\("(.+?)"\)\)?;$/gm,
  )) {
    text = text
      .replace(line, `const ${name} = () => require("${file}");`)
      .replaceAll(new RegExp(`\\b${name}\\.`, "g"), `(${name}()).`)
  }
  return `${text}\nexport { ${names.join(", ")} }`
}

/**
 * CommonJS, for Node starts it sooner than modules, and with everything inside: installing the CLI installs one package.
 */
export default defineConfig({
  entry: ["src/bin.ts", "src/main.ts", "src/verbs.ts", ...globSync("src/apart/*.ts")].toSorted(),
  format: "cjs",
  platform: "node",
  target: "node22",
  splitting: false,
  minify: true,
  clean: true,
  silent: true,
  esbuildPlugins: [keptApart, ranWhenUsed],
  esbuildOptions(options) {
    options.conditions = ["@fleetprompt/source"]
    // An import at run time becomes a require, which costs less.
    options.supported = { ...options.supported, "dynamic-import": false }
    options.entryNames = "[name]"
  },
})
