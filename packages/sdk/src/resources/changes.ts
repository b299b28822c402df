import type { Call } from "../call.ts"
import { type Change, type ChangePage, changePage, type ListChangesQuery } from "../contracts/changes.ts"
import type { Caller, CallOptions } from "../endpoint.ts"

/** What happened in public, for mirrors. */
export interface Changes {
  /** Reads what came after a `seq`; `nextAfter` is where to go on. */
  list(query?: ListChangesQuery, options?: CallOptions): Call<ChangePage>
  /**
   * Gives every change after a `seq`, oldest first, and ends with the latest. Keep the last one's `seq` to go on from
   * there another time.
   */
  since(after: number, options?: CallOptions): AsyncIterable<Change>
}

export const changesOf = (call: Caller): Changes => {
  const list: Changes["list"] = (query = {}, options) =>
    call({ method: "GET", path: () => "/v1/changes", query, reply: changePage }, options)
  return {
    list,
    async *since(after, options) {
      for (let page: ChangePage | undefined; page?.hasMore !== false;) {
        page = await list({ after: page?.nextAfter ?? after }, options)
        yield* page.data
      }
    },
  }
}
