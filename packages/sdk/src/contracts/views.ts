import * as z from "zod"

/** Where a reader found a listing. It is counted with the view, and nothing else is kept of it. */
export const viewOrigins = ["search"] as const

/** Query of reading a listing. */
export const getListingQuery = z.strictObject({
  from: z.enum(viewOrigins).optional().describe("Where the reader came from; `search` counts the view as a search's."),
})
export type GetListingQuery = z.input<typeof getListingQuery>
