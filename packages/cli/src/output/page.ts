import type { Page } from "@fleetprompt/sdk/contracts"
import type { Output } from "./output.ts"
import { type Column, table } from "./table.ts"

/** Prints one page of a list as a table, and says how to get the next. An empty list is a success with a word beside it. */
export function printPage<Row>(
  output: Output,
  page: Page<Row>,
  columns: readonly Column<Row>[],
  emptyNote: string,
): void {
  output.result(page, () => (page.data.length === 0 ? "" : table(page.data, columns, output)))
  if (page.data.length === 0) output.note(emptyNote)
  if (page.page.nextCursor !== null) output.note(`There are more: add --cursor ${page.page.nextCursor}`)
}
