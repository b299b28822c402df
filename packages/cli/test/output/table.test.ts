import { describe, expect, it } from "vitest"
import { type Column, table } from "../../src/output/table.ts"
import { themeFor } from "../../src/output/theme.ts"
import { displayWidth, fitted } from "../../src/output/width.ts"

const theme = themeFor({ stream: process.stdout, env: { NO_COLOR: "1" }, color: false })
const columns: Column<readonly string[]>[] = [
  { title: "NAME", value: (row) => row[0] ?? "" },
  { title: "TEXT", value: (row) => row[1] ?? "", isElastic: true },
]
const rows = [
  ["one", "a short text"],
  ["twenty-two", "a text that goes on for so long that no narrow terminal can hold it in one line"],
  ["三", "東京は日本の首都であり、世界でも有数の大都市です"],
]

describe("a table", () => {
  it("is tab-separated, whole and untitled without a terminal", () => {
    expect(table(rows, columns, { width: undefined, linksWork: false, theme })).toBe(
      rows.map((row) => row.join("\t")).join("\n"),
    )
  })

  it("aligns its columns, counting wide characters as two", () => {
    expect(table(rows, columns, { width: 30, linksWork: false, theme })).toBe(
      [
        "NAME        TEXT",
        "one         a short text",
        "twenty-two  a text that goes…",
        "三          東京は日本の首都…",
      ].join("\n"),
    )
  })

  it.each([20, 25, 40, 60, 80, 200])("fits into %i columns", (width) => {
    const lines = table(rows, columns, { width, linksWork: false, theme }).split("\n")
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width)
  })

  it("makes every value harmless and one line", () => {
    expect(table([["a\u001b[31m", "b\nc\td"]], columns, { width: undefined, linksWork: false, theme })).toBe("a\tb c d")
  })
})

describe("a text cut to fit", () => {
  it.each([
    ["hello", 5, "hello"],
    ["hello", 4, "hel…"],
    ["hello world", 7, "hello…"],
    ["東京都", 5, "東京…"],
    ["👩‍💻👩‍💻👩‍💻", 5, "👩‍💻👩‍💻…"],
    ["hello", 1, "…"],
  ])("%s in %i columns is %s", (text, width, cut) => {
    expect(fitted(text, width)).toBe(cut)
    expect(displayWidth(cut)).toBeLessThanOrEqual(width)
  })
})
