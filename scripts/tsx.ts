import { readFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { transformSync } from "esbuild"

/**
 * Node runs our TypeScript as it is, but for the pages, which hold JSX: `node --import ./scripts/tsx.ts …` reads those
 * too. What is published needs none of this.
 */
registerHooks({
  load(url, context, next) {
    if (!url.endsWith(".tsx")) return next(url, context)
    const { code } = transformSync(readFileSync(new URL(url), "utf8"), {
      loader: "tsx",
      format: "esm",
      jsx: "automatic",
      jsxImportSource: "hono/jsx",
      sourcemap: "inline",
    })
    return { format: "module", source: code, shortCircuit: true }
  },
})
