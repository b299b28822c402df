import { beforeAll, describe, expect, it } from "vitest"
import { lintPlanted } from "./support/lint-planted.ts"

/** A room of the house, as a file in it, with what that file may not name and what it may. */
interface Room {
  readonly path: string
  readonly refuses: readonly string[]
  readonly admits: readonly string[]
}

const server = "packages/server/src"

const rooms: readonly Room[] = [
  {
    path: "packages/redeem-client/src/planted.ts",
    refuses: ["zod", "hono", "node:fs", "@fleetprompt/sdk", "@fleetprompt/sdk/contracts", "./node.ts"],
    admits: ["./outcome.ts"],
  },
  {
    path: "packages/redeem-client/src/node.ts",
    refuses: ["undici", "node:process", "@fleetprompt/sdk/contracts"],
    admits: ["node:fs/promises", "node:crypto", "./store.ts"],
  },
  {
    path: "packages/sdk/src/planted.ts",
    refuses: ["undici", "node:http", "hono", "semver", "@fleetprompt/server"],
    admits: ["zod", "./contracts/index.ts"],
  },
  {
    path: "packages/sdk/src/transport/undici.ts",
    refuses: ["pg", "node:process"],
    admits: ["undici", "zod", "node:tls", "node:stream/web"],
  },
  {
    path: "packages/sdk/src/contracts/planted.ts",
    refuses: ["semver", "undici", "node:crypto", "../retry.ts"],
    admits: ["zod", "./slug.ts"],
  },
  {
    path: "packages/cli/src/commands/planted.ts",
    refuses: ["@fleetprompt/server", "@fleetprompt/redeem-client", "@fleetprompt/redeem-client/node", "node:process"],
    admits: [
      "@fleetprompt/sdk",
      "@fleetprompt/sdk/fetch",
      "@fleetprompt/sdk/admin",
      "@fleetprompt/sdk/contracts",
      "commander",
      "node:fs",
      "../context.ts",
    ],
  },
  {
    path: `${server}/planted.ts`,
    refuses: ["@fleetprompt/sdk", "@fleetprompt/redeem-client", "fleetprompt", "node:process"],
    admits: ["@fleetprompt/sdk/contracts", "hono", "pino", "node:fs", "./storage/open.ts", "./http/problem.ts"],
  },
  {
    path: `${server}/domain/listings/planted.ts`,
    refuses: [
      "hono",
      "hono/jsx",
      "kysely",
      "pg",
      "better-sqlite3",
      "pino",
      "node:fs",
      "node:crypto",
      "@fleetprompt/sdk",
      "../../storage/open.ts",
      "../../http/problem.ts",
      "../../web/routes.tsx",
      "../../config.ts",
      "../../app.ts",
    ],
    admits: ["@fleetprompt/sdk/contracts", "semver", "zod", "../context.ts", "./store.ts"],
  },
  {
    path: `${server}/domain/content/planted.ts`,
    refuses: ["hono", "kysely", "node:fs", "@fleetprompt/sdk", "../../storage/open.ts"],
    admits: ["markdown-it", "sanitize-html", "@fleetprompt/sdk/contracts"],
  },
  {
    path: `${server}/storage/sql/planted.ts`,
    refuses: ["hono", "hono/jsx", "@hono/node-server", "@fleetprompt/sdk", "../../http/problem.ts", "../../config.ts"],
    admits: ["kysely", "pg", "better-sqlite3", "node:fs", "../../domain/store.ts", "@fleetprompt/sdk/contracts"],
  },
  {
    path: `${server}/http/api/planted.ts`,
    refuses: ["kysely", "pg", "better-sqlite3", "@fleetprompt/sdk", "../../storage/open.ts", "../../config.ts"],
    admits: ["hono", "@fleetprompt/sdk/contracts", "../../domain/listings/create.ts", "../problem.ts"],
  },
  {
    path: `${server}/web/pages/planted.tsx`,
    refuses: ["kysely", "pg", "better-sqlite3", "@fleetprompt/sdk", "../../storage/open.ts", "../../config.ts"],
    admits: ["hono", "hono/jsx", "@fleetprompt/sdk/contracts", "../../domain/listings/get.ts", "../layout.tsx"],
  },
]

/** Ways out of a package, whatever its own list says. */
const strays: Record<string, string> = {
  "packages/cli/src/stray.ts": "../../server/src/app.ts",
  "packages/cli/test/stray.ts": "../../server/test/support/clock.ts",
  "packages/server/src/http/stray.ts": "../../../../scripts/postgres.ts",
  "packages/server/src/domain/stray.ts": "../../test/support/clock.ts",
  "packages/server/test/stray.ts": "../../../e2e/support/postgres.ts",
  "packages/sdk/test/stray.ts": "@fleetprompt/e2e",
}

/** Every form in which one module can name another, one a line. */
const forms = [
  'import { thing } from "hono"',
  'import type { Type } from "hono"',
  'export * from "hono"',
  'export type { Other } from "hono"',
  'export const load = () => import("hono")',
  "export const taken: Type = thing",
]

const formsAt = `${server}/domain/forms.ts`
const inlineTypeAt = `${server}/domain/inline-type.ts`

let broken: Record<string, string[]>

beforeAll(async () => {
  broken = await lintPlanted({
    ...Object.fromEntries(rooms.map(({ path, refuses, admits }) => [path, naming([...refuses, ...admits])])),
    ...Object.fromEntries(Object.entries(strays).map(([path, name]) => [path, naming([name])])),
    [formsAt]: forms.join("\n"),
    [inlineTypeAt]: 'export type Taken = import("hono").Context',
  })
})

describe("each room names only what its list admits", () => {
  it.each(rooms)("$path", ({ path, refuses }) => {
    expect(broken[path]).toEqual(refuses.map((_, index) => `${index + 1} eslint(no-restricted-imports)`))
  })
})

describe("no package leaves its own folder but by the name of another", () => {
  it.each(Object.entries(strays))("%s cannot reach %s", (path) => {
    expect(broken[path]).toEqual(["1 house(stay-in-package)"])
  })
})

describe("no form of import escapes the list", () => {
  it("refuses values, types, re-exports and dynamic imports alike", () => {
    expect(broken[formsAt]).toEqual([1, 2, 3, 4, 5].map((line) => `${line} eslint(no-restricted-imports)`))
  })

  it("refuses a type named inline, which the list does not see", () => {
    expect(broken[inlineTypeAt]).toEqual(["1 typescript(consistent-type-imports)"])
  })
})

/** A module that names each of these, one a line. */
function naming(specifiers: readonly string[]): string {
  return specifiers.map((name) => `export { thing } from "${name}"`).join("\n")
}
