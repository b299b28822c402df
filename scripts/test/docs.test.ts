import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { describe, expect, it } from "vitest"
import * as contracts from "../../packages/sdk/src/contracts/index.ts"
import { routesOf } from "../../packages/server/src/app.ts"
import { auditActions } from "../../packages/server/src/domain/audit/audit.ts"
import type { AppContext } from "../../packages/server/src/domain/context.ts"
import { migrations } from "../../packages/server/src/storage/migrations/list.ts"
import { sqliteDialect } from "../../packages/server/src/storage/sql/dialect/sqlite.ts"
import { withErrorTable } from "../write-error-table.ts"
import {
  anchorsOf,
  codeSpans,
  fencedBlock,
  firstTable,
  linksOf,
  readDocument,
  root,
  sectionOf,
} from "./support/markdown.ts"

describe("spec_v1/10_API_CONTRACTS.md", () => {
  const document = readDocument("spec_v1/10_API_CONTRACTS.md")
  const routes = firstTable(sectionOf(document, "## Routes"))
  const pages = firstTable(sectionOf(document, "## Pages"))
  const limits = firstTable(sectionOf(document, "## Limits"))

  it("holds the error catalogue as `node scripts/write-error-table.ts` writes it", () => {
    expect(document).toBe(withErrorTable(document))
  })

  it("lists every route and who may call it", () => {
    // The route map is made without asking its context for anything but the settings.
    const context = { settings: { publicUrl: "https://registry.example", publishersPerUserMax: 1 } } as AppContext
    const served = routesOf(context).map(({ method, path, access }) => {
      const kind = access.minimum === undefined ? access.kind : `${access.kind}(${access.minimum})`
      const caller = access.scope === null ? kind : `${kind} ${access.scope}`
      return `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")} ${caller}`
    })
    const listed = [...routes, ...pages].map((cells) => cells.slice(0, 3).join(" ").replaceAll("`", ""))
    expect(listed.toSorted()).toEqual(served.toSorted())
  })

  it("names only schemas that the contracts export", () => {
    const named = routes.flatMap(([, , , request = "", reply = ""]) => codeSpans(`${request} ${reply}`))
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((name) => !(name in contracts))).toEqual([])
  })

  it("lists every limit with its value", () => {
    const listed = limits.map(([name = "", value = ""]) => [name.replaceAll("`", ""), Number(value)])
    expect(Object.fromEntries(listed)).toEqual(contracts.limits)
    expect(listed).toHaveLength(Object.keys(contracts.limits).length)
  })

  it("works its example of a digest out as the code does", async () => {
    const example = sectionOf(document, "### The digest, worked out")
    const canonical = fencedBlock(example, "json")
    const { assetKind, ...content } = JSON.parse(canonical)
    expect(contracts.releaseDigestText(assetKind, content)).toBe(canonical)
    expect(contracts.publishReleaseRequest.parse(content)).toEqual(content)
    expect(fencedBlock(example, "text")).toBe(await contracts.releaseDigest(assetKind, content))
  })
})

describe("spec_v1/30_DATA_MODEL.md", () => {
  it("describes every table and names every column of it", () => {
    const document = readDocument("spec_v1/30_DATA_MODEL.md")
    const tables = columnsByTable()
    expect(tables.size).toBeGreaterThan(10)
    for (const [table, columns] of tables) {
      const named = codeSpans(sectionOf(document, `### \`${table}\``))
      expect({ table, missing: columns.filter((column) => !named.includes(column)) }).toEqual({ table, missing: [] })
    }
  })
})

describe("spec_v1/50_OBSERVABILITY.md", () => {
  it("names every action of the audit log and no other", () => {
    const table = firstTable(sectionOf(readDocument("spec_v1/50_OBSERVABILITY.md"), "## Audit log"))
    expect(table.map(([action = ""]) => action.replaceAll("`", ""))).toEqual([...auditActions])
  })
})

describe("docs/SELF-HOSTING.md", () => {
  it("lists every environment variable that config.ts reads and no other", () => {
    const table = firstTable(sectionOf(readDocument("docs/SELF-HOSTING.md"), "## Settings"))
    const source = readFileSync(join(root, "packages/server/src/config.ts"), "utf8")
    const read = [...source.matchAll(/^ {2}(FLEETPROMPT_[A-Z_]+):/gm)].map(([, name = ""]) => name)
    expect(read.length).toBeGreaterThan(0)
    expect(table.map(([name = ""]) => name.replaceAll("`", "")).toSorted()).toEqual(read.toSorted())
  })
})

describe.each(globSync(["*.md", "docs/**/*.md", "spec_v1/**/*.md"], { cwd: root }).toSorted())("%s", (path) => {
  const document = readDocument(path)

  it("names only paths of this repository that exist", () => {
    const paths = codeSpans(document).filter((span) => repositoryPath.test(span))
    expect(paths.filter((named) => !isThere(named))).toEqual([])
  })

  it("links only to files and headings that exist", () => {
    const addresses = linksOf(document).filter((address) => !/^https?:/.test(address))
    expect(addresses.filter((address) => !leadsSomewhere(path, address))).toEqual([])
  })
})

/** A code span that begins like a path from the root: one of our folders and a slash. */
const repositoryPath = /^(?:packages|scripts|spec_v1|docs|examples|e2e|\.github|\.ci|\.changeset)\/[\w./{},*-]*$/

/** True for a path that exists, and for a pattern that finds something. */
const isThere = (path: string): boolean =>
  existsSync(join(root, path)) || (/[*{]/.test(path) && globSync(path, { cwd: root }).length > 0)

/** True for a link, as it stands in the document at `from`, to a file that exists and to a heading in it. */
function leadsSomewhere(from: string, address: string): boolean {
  const [file = "", anchor] = address.split("#")
  const path = file === "" ? from : join(dirname(from), file)
  return existsSync(join(root, path)) && (anchor === undefined || anchorsOf(readDocument(path)).includes(anchor))
}

/** The schema as the migrations make it. */
function columnsByTable(): Map<string, string[]> {
  const database = new DatabaseSync(":memory:")
  for (const { statements } of migrations) {
    for (const statement of statements(sqliteDialect.ddl)) database.exec(statement)
  }
  const tables = database.prepare("select name from pragma_table_list where type = 'table' and name not like 'sqlite%'")
  const columns = database.prepare("select name from pragma_table_info(?)")
  const names = tables.all().map(({ name }) => String(name))
  return new Map(names.map((table) => [table, columns.all(table).map(({ name }) => String(name))]))
}
