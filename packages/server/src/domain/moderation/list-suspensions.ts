import type { Page } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import type { SuspensionView } from "./suspension.ts"

/** Every suspension, newest first; those with or without an appeal where that is asked for. */
export async function listSuspensions(
  context: AppContext,
  query: PageRequest & { readonly appealed?: boolean | undefined },
): Promise<Page<SuspensionView>> {
  return await readPage(
    context,
    { list: "suspensions", filter: query.appealed ?? null },
    query,
    (page) => context.store.read.suspensions.list(query.appealed, page),
    (suspension) => ({ atMs: suspension.suspendedAtMs, id: suspension.listingId }),
  )
}
