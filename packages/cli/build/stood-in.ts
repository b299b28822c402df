import { readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { isDeepStrictEqual } from "node:util"
import type { Options } from "tsup"
import type * as z from "zod"
import * as contracts from "../../sdk/src/contracts/index.ts"
import * as credentialFile from "../src/config/credential-file.ts"
import { describe } from "./describe.ts"

type Plugin = NonNullable<Options["esbuildPlugins"]>[number]

const exported = { ...contracts, ...credentialFile }

/** May a name that is imported from there be a schema? */
export const holdsSchemas = (file: string): boolean => /\/(?:contracts\/[\w-]+|credential-file)\.ts$/.test(file)

/** What files outside of the contracts import, a name each: `…/contracts/search.ts#listingSearchPage`. */
export const stoodIn: Plugin = {
  name: "stood-in",
  setup(build) {
    build.onResolve({ filter: /\.ts#\w+$/ }, async ({ path, kind, importer, namespace, resolveDir }) => {
      const [file = "", name = ""] = path.split("#")
      const whole = resolve(resolveDir, file)
      const contents = usesZod(whole) ? standInFor(whole, name) : undefined
      if (contents !== undefined) return { path: `${whole}#${name}`, namespace: "stood-in", pluginData: contents }
      return await build.resolve(whole, { kind, importer, namespace, resolveDir })
    })
    build.onLoad({ filter: /./, namespace: "stood-in" }, ({ pluginData, path }) => ({
      contents: pluginData as string,
      resolveDir: dirname(path),
    }))
  },
}

/** A module of this one name that needs no schema, or undefined where none can be made. */
function standInFor(file: string, name: string): string | undefined {
  const value: unknown = Reflect.get(exported, name)
  if (isData(value)) return `export const ${name} = ${sourceOf(value)}`
  const description = isSchema(value) ? describe(value) : undefined
  if (description === undefined) return undefined
  const described = JSON.stringify(resolve("src/described.ts"))
  return [
    `const schema = () => require(${JSON.stringify(file)}).${name}`,
    `export const ${name} = require(${described}).standIn(${sourceOf(description)}, schema)`,
  ].join("\n")
}

const isSchema = (value: unknown): value is z.core.$ZodType =>
  typeof value === "object" && value !== null && "_zod" in value

const isData = (value: unknown): boolean =>
  typeof value === "string" ||
  (typeof value === "object" && !isSchema(value) && isDeepStrictEqual(value, JSON.parse(JSON.stringify(value))))

function sourceOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sourceOf).join()}]`
  if (value instanceof RegExp || typeof value === "number") return String(value)
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined"
  return `{${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}:${sourceOf(each)}`)
    .join()}}`
}

/** Does a contract, or one it imports, build schemas? */
export function usesZod(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false
  seen.add(file)
  const text = readFileSync(file, "utf8")
  if (/^import \* as z from "zod"$/m.test(text)) return true
  const imports = text.matchAll(/^import (?!type )[^"]* from "(\.[^"]+)"$/gm)
  return Array.from(imports).some(([, path = ""]) => usesZod(join(dirname(file), path), seen))
}
