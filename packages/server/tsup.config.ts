import type { Plugin } from "esbuild"
import { defineConfig } from "tsup"
import { writtenLicenses } from "../../scripts/build/bundled-licenses.ts"
import { bundledSources, bundleFiles } from "./src/web/assets/bundle.ts"

/** Puts the files of the pages, bundled now, in the place of the module that would bundle them from source. */
const embedAssets: Plugin = {
  name: "embed-assets",
  setup(build) {
    build.onLoad({ filter: /[\\/]web[\\/]assets[\\/]bundle\.ts$/ }, async () => {
      const files = JSON.stringify(await bundleFiles())
      return { contents: `export const bundleFiles = async () => ${files}`, loader: "js" }
    })
  },
}

/** Splitting keeps what one command imports lazily out of the way of every other. The package is a program: no types. */
export default defineConfig({
  entry: ["src/bin.ts"],
  format: "esm",
  target: "node22",
  splitting: true,
  clean: true,
  silent: true,
  esbuildPlugins: [embedAssets, writtenLicenses(bundledSources)],
  esbuildOptions(options) {
    options.jsx = "automatic"
    options.jsxImportSource = "hono/jsx"
  },
})
