import type { Page } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../context.ts"
import { type PageRequest, readPage } from "../paging/cursor.ts"
import type { PersonalToken, UserPrincipal } from "./user.ts"

/** The caller's own tokens, also those that are over. */
export async function listTokens(
  context: AppContext,
  caller: UserPrincipal,
  request: PageRequest,
): Promise<Page<PersonalToken>> {
  const { userId } = caller.user
  return await readPage(
    context,
    { list: "tokens", filter: userId },
    request,
    (page) => context.store.read.tokens.listOfUser(userId, page),
    (token) => ({ atMs: token.createdAtMs, id: token.tokenId }),
  )
}
