import type * as z from "zod"
import type { Page } from "./contracts/page.ts"
import type { Caller, CallOptions } from "./endpoint.ts"
import { ResponseShapeError } from "./errors.ts"
import type { Query } from "./path.ts"

/** Where in a list to begin, and how many items a page should have (1–100). */
export type PageQuery = {
  limit?: number | undefined
  cursor?: string | undefined
}

/**
 * A list that arrives page by page. Iterate it for every item, `pages()` for every page, or await it for the
 * first page. Nothing is fetched before it is asked for, and who stops early fetches no more. Every page is a
 * call of its own, with its own limits of time and attempts.
 */
export interface Paged<Item, OnePage extends Page<Item> = Page<Item>>
  extends AsyncIterable<Item>, PromiseLike<OnePage> {
  pages(): AsyncIterable<OnePage>
}

interface List<OnePage> {
  path: () => string
  query: Query & PageQuery
  reply: z.ZodType<OnePage>
}

/** Reads a list of the registry as {@link Paged}. */
export function pagedOf<Item, OnePage extends Page<Item>>(
  call: Caller,
  list: List<OnePage & Page<Item>>,
  options: CallOptions | undefined,
): Paged<Item, OnePage> {
  const { path, query, reply } = list
  const pageAt = (cursor: string | undefined) =>
    call({ method: "GET", path, query: { ...query, cursor }, reply }, options)
  let first: Promise<OnePage> | undefined

  async function* pages(): AsyncGenerator<OnePage & Page<Item>> {
    for (let cursor = query.cursor; ;) {
      const page = await pageAt(cursor)
      yield page
      const { nextCursor } = page.page
      if (nextCursor === null) return
      if (nextCursor === cursor) {
        throw new ResponseShapeError("The list does not move on", "/page/nextCursor", undefined)
      }
      cursor = nextCursor
    }
  }

  async function* items(): AsyncGenerator<Item> {
    for await (const page of pages()) yield* page.data
  }

  return {
    pages,
    [Symbol.asyncIterator]: items,
    // oxlint-disable-next-line unicorn/no-thenable -- a list is awaited for its first page
    then(resolved, rejected) {
      first ??= pageAt(query.cursor)
      return first.then(resolved, rejected)
    },
  }
}
