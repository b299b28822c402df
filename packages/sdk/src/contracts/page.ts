import * as z from "zod"
import { limits } from "./limits.ts"

/** Query parameters of every list: `limit` 1–100 and the opaque `cursor` of the page before. */
export const pageQuery = {
  limit: z.coerce.number<number>().int().min(1).max(limits.pageSizeMax).default(limits.pageSizeDefault),
  cursor: z.string().max(limits.cursorLengthMax).optional(),
}

/** One page of a list; `nextCursor` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), page: z.object({ nextCursor: z.string().nullable() }) })

/** One page of a list; `nextCursor` is null on the last page. */
export interface Page<Item> {
  data: Item[]
  page: { nextCursor: string | null }
}
