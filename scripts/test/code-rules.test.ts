import { beforeAll, describe, expect, it } from "vitest"
import { lintPlanted } from "./support/lint-planted.ts"

const src = "packages/server/src"
const manyLines = (count: number) => "// A line.\n".repeat(count)

/** Code that must not pass, by what is wrong with it: where it stands, and what each line breaks. */
const refused: Record<string, { path: string; code: string; breaks: string[] }> = {
  "a promise nobody awaits": {
    path: `${src}/floating.ts`,
    code: "export const start = () => {\n  Promise.resolve(1)\n}",
    breaks: ["2 typescript(no-floating-promises)"],
  },
  "a promise taken for a truth value": {
    path: `${src}/misused.ts`,
    code: "export const isThere = async () => true\nexport const answer = () => (isThere() ? 1 : 2)",
    breaks: ["2 typescript(no-misused-promises)"],
  },
  "a switch that forgets a case": {
    path: `${src}/switch.ts`,
    code: 'export const f = (of: "a" | "b") => {\n  switch (of) {\n    case "a":\n      return 1\n  }\n  return 2\n}',
    breaks: ["2 typescript(switch-exhaustiveness-check)"],
  },
  "any, the non-null mark and a throw of no error": {
    path: `${src}/types.ts`,
    code: 'export const a: any = 1\nexport const b = (of?: string) => of!\nexport const c = () => {\n  throw "no"\n}',
    breaks: ["1 typescript(no-explicit-any)", "2 typescript(no-non-null-assertion)", "4 typescript(only-throw-error)"],
  },
  "a default export, also of a test": {
    path: "packages/server/test/default.ts",
    code: "export default 1",
    breaks: ["1 import(no-default-export)"],
  },
  "a file of more than 300 lines": {
    path: `${src}/long-file.ts`,
    code: `${manyLines(300)}export const a = 1`,
    breaks: ["301 eslint(max-lines)"],
  },
  "a function of more than 70 lines": {
    path: `${src}/long-function.ts`,
    code: `export function long() {\n${manyLines(70)}}`,
    breaks: ["1 eslint(max-lines-per-function)"],
  },
  "a word on the console": {
    path: `${src}/talk.ts`,
    code: 'export const talk = () => console.log("hello")',
    breaks: ["1 eslint(no-console)"],
  },
  "a note of work left undone": {
    path: `${src}/undone.ts`,
    code: "// TODO: the rest\nexport const a = 1",
    breaks: ["1 eslint(no-warning-comments)"],
  },
  "a look at the environment": {
    path: `${src}/environment.ts`,
    code: 'export const a = process.env["A"]\nexport const { env } = process\nexport const b = globalThis.process.pid',
    breaks: [1, 2, 3].map((line) => `${line} eslint(no-restricted-properties)`),
  },
  "time and chance in the domain": {
    path: `${src}/domain/ambient.ts`,
    code: [
      "export const a = Date.now()",
      "export const b = Math.random()",
      "export const c = crypto.randomUUID()",
      "export const d = performance.now()",
      "export const e = new Date()",
      "export const f = Date()",
      'export const g = fetch("https://example.com")',
      'export const h = process.env["A"]',
    ].join("\n"),
    breaks: [
      ...[1, 2, 3, 4].map((line) => `${line} eslint(no-restricted-properties)`),
      ...[5, 6].map((line) => `${line} house(no-ambient-time)`),
      "7 eslint(no-restricted-globals)",
      "8 eslint(no-restricted-properties)",
    ],
  },
  "HTML that is not JSX": {
    path: `${src}/web/raw.tsx`,
    code: [
      'import { raw } from "hono/html"',
      'export const a = <p dangerouslySetInnerHTML={{ __html: raw("b") }} />',
      'export const b = { dangerouslySetInnerHTML: { __html: "b" } }',
      'export const c = (page: { innerHTML: string }) => (page.innerHTML = "b")',
      'export const d = (of: { html(text: string): void }) => of.html("<p>")',
      "export const e = (of: { html(text: string): void }, name: string) => of.html(`<p>${name}`)",
    ].join("\n"),
    breaks: [1, 2, 3, 4, 5, 6].map((line) => `${line} house(no-raw-html)`),
  },
  "a name of a test that says should": {
    path: "packages/server/test/names.test.ts",
    code: 'import { expect, it } from "vitest"\nit("should add", () => {\n  expect(1 + 1).toBe(2)\n})',
    breaks: ["2 vitest(valid-title)"],
  },
  "a test that expects nothing": {
    path: "packages/server/test/empty.test.ts",
    code: 'import { it } from "vitest"\nit("adds", () => {\n  Math.max(1, 2)\n})',
    breaks: ["2 vitest(expect-expect)"],
  },
}

const cycle = {
  [`${src}/one.ts`]: 'import { two } from "./two.ts"\nexport const one = () => two',
  [`${src}/two.ts`]: 'import { one } from "./one.ts"\nexport const two = () => one',
}

/** Code that must pass, for a rule that refuses everything would pass the cases above. */
const admitted: Record<string, string> = {
  [`${src}/domain/pure.ts`]: "export const iso = (atMs: number) => new Date(atMs).toISOString()",
  [`${src}/config.ts`]: 'export const readConfig = () => process.env["PORT"]',
  [`${src}/bin.ts`]: 'export const refuse = () => console.error("Node is too old.")',
  [`${src}/web/page.tsx`]: "export const page = (c: { html(of: unknown): void }) => c.html(<p>text</p>)",
  [`${src}/web/parts/raw-html.tsx`]:
    "export const text = (__html: string) => <p dangerouslySetInnerHTML={{ __html }} />",
  "packages/cli/tsup.config.ts": "export default {}",
}

let broken: Record<string, string[]>

beforeAll(async () => {
  const planted = Object.values(refused).map(({ path, code }) => [path, code] as const)
  broken = await lintPlanted({ ...Object.fromEntries(planted), ...cycle, ...admitted })
})

describe("the linter refuses", () => {
  it.each(Object.entries(refused))("%s", (_, { path, breaks }) => {
    expect(broken[path]).toEqual(breaks)
  })

  it("two files that import each other", () => {
    expect(Object.keys(cycle).map((path) => broken[path])).toEqual([["1 import(no-cycle)"], ["1 import(no-cycle)"]])
  })
})

describe("the linter admits", () => {
  it.each(Object.keys(admitted))("%s", (path) => {
    expect(broken[path]).toEqual([])
  })
})
