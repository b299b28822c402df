import { globSync } from "node:fs"
import { basename } from "node:path"
import { defineConfig } from "tsup"
import { writtenLicenses } from "../../scripts/build/bundled-licenses.ts"
import { digested } from "./build/digested.ts"
import { writtenHelp } from "./build/help-texts.ts"
import { keptApart, leftOut } from "./build/kept-apart.ts"
import { inParts, partEntries } from "./build/parts.ts"
import { ranWhenUsed } from "./build/ran-when-used.ts"
import { stoodIn } from "./build/stood-in.ts"

const sources = ["src/bin.ts", ...globSync("src/apart/*.ts")].toSorted()
const parts = await partEntries()

/**
 * CommonJS, for Node starts it sooner than modules, and with everything inside: installing the CLI installs one package.
 */
export default defineConfig({
  entry: sources,
  format: "cjs",
  platform: "node",
  target: "node22",
  splitting: false,
  minify: true,
  clean: true,
  silent: true,
  removeNodeProtocol: false,
  plugins: [digested],
  esbuildPlugins: [keptApart, leftOut, writtenHelp, stoodIn, inParts, ranWhenUsed, writtenLicenses()],
  esbuildOptions(options) {
    options.conditions = ["@fleetprompt/source"]
    // An import at run time becomes a require, which costs less.
    options.supported = { ...options.supported, "dynamic-import": false }
    options.entryPoints = [...sources.map((path) => ({ in: path, out: basename(path, ".ts") })), ...parts]
  },
})
