import type { Page } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import type { InstallView } from "./intent.ts"

/** The caller's own intents, newest first. */
export async function listMyInstalls(
  context: AppContext,
  caller: UserPrincipal,
  request: PageRequest,
): Promise<Page<InstallView>> {
  const { userId } = caller.user
  return await readPage(
    context,
    { list: "my-installs", filter: userId },
    request,
    (page) => context.store.read.installs.listOfBuyer(userId, page),
    (intent) => ({ atMs: intent.createdAtMs, id: intent.installIntentId }),
  )
}
