import { linked } from "./link.ts"
import type { Theme } from "./theme.ts"
import { visibleLine } from "./visible.ts"
import { displayWidth, fitted } from "./width.ts"

/** One column. Its values are strangers' text: the table makes them harmless. */
export interface Column<Row> {
  readonly title: string
  value(row: Row): string
  style?(text: string, theme: Theme): string
  /** What the value opens, where the terminal knows links. */
  href?(row: Row): string
  /** May this column be cut where the terminal is narrow? */
  readonly isElastic?: boolean
}

const gap = "  "
const elasticWidthMin = 6

/**
 * Rows under their titles, fitted to a terminal of `width` columns. Without a width, which is to say not on a
 * terminal, every row is whole, its values separated by tabs and without titles, ready for cut and awk.
 */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], layout: TableLayout): string {
  const cells = rows.map((row) => columns.map((column) => visibleLine(column.value(row))))
  const { width, theme } = layout
  if (width === undefined) return cells.map((row) => row.join("\t")).join("\n")
  const titles = columns.map((column) => column.title)
  const widths = columnWidths([titles, ...cells], columns, width)
  const line = (row: readonly string[], style: (text: string, index: number) => string) =>
    row
      .map((cell, index) => {
        const text = fitted(cell, widths[index] ?? 0)
        return style(text, index) + " ".repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(text)))
      })
      .join(gap)
      .trimEnd()
  return [
    line(titles, (text) => theme.faint(text)),
    ...cells.map((row, rowIndex) => line(row, (text, index) => shown(text, columns[index], rows[rowIndex], layout))),
  ].join("\n")
}

function shown<Row>(text: string, column: Column<Row> | undefined, row: Row | undefined, layout: TableLayout): string {
  const styled = column?.style?.(text, layout.theme) ?? text
  const url = row === undefined ? undefined : column?.href?.(row)
  return url === undefined ? styled : linked(styled, url, layout)
}

export interface TableLayout {
  /** May text carry links? */
  readonly linksWork: boolean
  readonly width: number | undefined
  readonly theme: Theme
}

function columnWidths<Row>(lines: readonly string[][], columns: readonly Column<Row>[], width: number): number[] {
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => displayWidth(line[index] ?? ""))))
  let excess = widths.reduce((sum, each) => sum + each, gap.length * (columns.length - 1)) - width
  // First what may be cut, down to something readable; then, on a very narrow terminal, anything at all.
  for (const [isCandidate, widthMin] of [
    [(index: number) => columns[index]?.isElastic === true, elasticWidthMin],
    [() => true, 4],
  ] as const) {
    while (excess > 0) {
      const widest = widestOf(widths, (index) => isCandidate(index) && (widths[index] ?? 0) > widthMin)
      if (widest === undefined) break
      widths[widest] = (widths[widest] ?? 0) - 1
      excess -= 1
    }
  }
  return widths
}

function widestOf(widths: readonly number[], isCandidate: (index: number) => boolean): number | undefined {
  let widest: number | undefined
  for (const index of widths.keys()) {
    if (isCandidate(index) && (widest === undefined || (widths[index] ?? 0) > (widths[widest] ?? 0))) widest = index
  }
  return widest
}
