import type { Page } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import type { CliSession } from "./session.ts"

/** The caller's own sessions, also those that are over. */
export async function listSessions(
  context: AppContext,
  caller: UserPrincipal,
  request: PageRequest,
): Promise<Page<CliSession>> {
  const { userId } = caller.user
  return await readPage(
    context,
    { list: "cli-sessions", filter: userId },
    request,
    (page) => context.store.read.sessions.listOfUser(userId, page),
    (session) => ({ atMs: session.createdAtMs, id: session.sessionId }),
  )
}
