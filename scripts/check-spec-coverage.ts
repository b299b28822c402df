import { globSync, readFileSync } from "node:fs"
import ts from "typescript"

const acceptance = "spec_v1/60_TESTING_ACCEPTANCE.md"

const testFiles = ["packages/*/test/**/*.test.{ts,tsx}", "{e2e,scripts/test,examples/*/test}/**/*.test.ts"]

const testFile = /[\w./-]+\.test\.tsx?/

/** The name of an acceptance criterion, as `T-TENANT-1`. */
const criterion = /\bT-[A-Z][A-Z0-9]*-\d+\b/g

if (import.meta.main) {
  const paths = globSync(testFiles, { exclude: ["**/node_modules/**"] })
  const tests = new Map(paths.map((path) => [path, readFileSync(path, "utf8")]))
  const page = readFileSync(acceptance, "utf8")
  const gaps = [...findGaps(page, tests), ...findLostTitles(page, tests)]
  if (gaps.length > 0) {
    console.error(gaps.join("\n"))
    process.exitCode = 1
  }
}

/**
 * Compares the acceptance table, `| id | spec | what is proved | test file |`, with the titles of the tests, given by
 * path. Each criterion stands in a title of every file its row names, and each one in a title stands in the table.
 */
export function findGaps(table: string, tests: ReadonlyMap<string, string>): string[] {
  const proved = new Map([...tests].map(([path, source]) => [path, new Set(criteriaInTitles(source))]))
  const rows = readRows(table)
  const known = new Set(rows.map(({ id }) => id))
  return [
    ...rows
      .filter(({ id }) => ![...proved.values()].some((ids) => ids.has(id)))
      .map(({ id }) => `${id} stands in no test title.`),
    ...rows.flatMap(({ id, paths }) =>
      paths.filter((path) => !proved.get(path)?.has(id)).map((path) => `${id} stands in no test title of ${path}.`),
    ),
    ...[...proved].flatMap(([path, ids]) =>
      [...ids].filter((id) => !known.has(id)).map((id) => `${id}, in ${path}, is missing in ${acceptance}.`),
    ),
  ]
}

/**
 * Compares the table of attacks, `| attack | title of the test | test file |`, with the titles of the tests, given by
 * path: each row names a test that is there.
 */
export function findLostTitles(page: string, tests: ReadonlyMap<string, string>): string[] {
  const [, attacks = ""] = page.split("\n## Attacks\n")
  return attacks.split("\n").flatMap((line) => {
    const [, , title = "", last = ""] = line.split("|").map((cell) => cell.trim())
    const [path] = last.match(testFile) ?? []
    if (path === undefined || titlesIn(tests.get(path) ?? "").includes(title)) return []
    return [`No test of ${path} has the title: ${title}.`]
  })
}

function readRows(table: string): { id: string; paths: string[] }[] {
  return table.split("\n").flatMap((line) => {
    const [, first = "", , , last = ""] = line.split("|")
    const [id] = first.match(criterion) ?? []
    return id === undefined ? [] : [{ id, paths: last.match(new RegExp(testFile, "g")) ?? [] }]
  })
}

function criteriaInTitles(source: string): string[] {
  return titlesIn(source).flatMap((title) => title.match(criterion) ?? [])
}

/** The title of every test and group of tests, without its quotes. */
function titlesIn(source: string): string[] {
  const titles: string[] = []
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node) && /^(describe|it|test)$/.test(calledName(node.expression))) {
      const [title] = node.arguments
      if (title !== undefined && isText(title)) titles.push(title.getText().slice(1, -1))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile("a.test.tsx", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX))
  return titles
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
}

/** What is called in the end: `it`, of `it.each(table)("title")` and of `it.runIf(able)("title")`. */
function calledName(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return calledName(callee.expression)
  if (ts.isTaggedTemplateExpression(callee)) return calledName(callee.tag)
  return callee.getText()
}
