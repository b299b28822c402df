import { globSync, readFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { transform } from "esbuild"
import type { Options } from "tsup"
import { isApart } from "./kept-apart.ts"
import { holdsSchemas } from "./stood-in.ts"

type Plugin = NonNullable<Options["esbuildPlugins"]>[number]

const contracts = resolve("../sdk/src/contracts")
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
export const ranWhenUsed: Plugin = {
  name: "ran-when-used",
  setup(build) {
    build.onLoad({ filter: /\/packages\/(?:sdk|cli)\/src\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8")
      // What starts a file, and what hands names on, is left as it is.
      if (
        /\/(?:bin|verbs|version|help-texts|apart\/\w+)\.ts$/.test(path) ||
        /^export (?:\*|\{[^}]*\}) from/m.test(text)
      )
        return undefined
      const source = text
        .replaceAll(/^import \{([^}]*)\} from "@fleetprompt\/sdk\/contracts"$/gm, (_, names: string) =>
          onePerName(names, fileOfContract),
        )
        .replaceAll(/^import \{([^}]*)\} from "(.*)"$/gm, (line, names: string, file: string) =>
          holdsSchemas(file) && !path.startsWith(contracts) ? onePerName(names, () => file) : line,
        )
      // Packages stay imports, for esbuild leaves out what of them is not used.
      const packages = Array.from(source.matchAll(/^import (?!type )[^"]* from "([^".]+)"$/gm))
        .filter(([, name = ""]) => !isApart(name) && !name.startsWith("@fleetprompt/") && !name.startsWith("/"))
        .map(([line]) => line)
      const own = packages
        .reduce((rest, line) => rest.replace(line, ""), source)
        .replace('import * as z from "zod"', 'const z = require("zod")')
      const { code } = await transform(own, { loader: "ts", format: "cjs", target: "esnext" })
      return { contents: [...packages, lazily(code)].join("\n"), loader: "ts" }
    })
  },
}

const onePerName = (names: string, fileOf: (name: string) => string): string =>
  names
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !part.startsWith("type "))
    .map((part) => {
      const [name = ""] = part.split(" ")
      return `import { ${part} } from "${fileOf(name)}#${name}"`
    })
    .join("\n")

/** @throws Error for a name the contracts do not export; left out, it would be missed at run time alone. */
function fileOfContract(name: string): string {
  const file = contractOf.get(name)
  if (file === undefined) throw new Error(`The contracts do not export ${name}.`)
  return file
}

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
