import { dirname, resolve } from "node:path"
import type { Rule } from "./rule.ts"

const message = "A package reaches another by its name, its source never reaches its tests, and nothing reaches e2e."

/** Refuses relative paths that leave the package or lead from `src` into `test`, and any import of the e2e workspace. */
export const stayInPackage: Rule = {
  create(context) {
    const check = (source: Source | null) => {
      if (typeof source?.value === "string" && strays(source.value, context.filename)) {
        context.report({ node: source, message })
      }
    }
    return {
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
    }
  },
}

interface Source {
  readonly range: [number, number]
  readonly value?: unknown
}

function strays(specifier: string, file: string): boolean {
  if (!specifier.startsWith(".")) return /^@fleetprompt\/e2e(\/|$)/.test(specifier)
  const [, home, room] = /^(.*\/packages\/[^/]+\/)(src|test)\//.exec(file) ?? []
  if (home === undefined) return false
  const path = resolve(dirname(file), specifier)
  return !path.startsWith(home) || (room === "src" && path.startsWith(`${home}test/`))
}
