import { limits, type Scope, splitSlug } from "@fleetprompt/sdk/contracts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { notFound, Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import { actorOf } from "./actor.ts"
import { requireScope } from "./authenticate.ts"
import type { PersonalToken, UserPrincipal } from "./user.ts"

export interface IssueToken {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly claim: IdempotencyClaim
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Slugs of the only listings it may change; undefined for all. */
  readonly listings: readonly string[] | undefined
  readonly expiresInDays: number
}

const dayMs = 86_400_000

/**
 * Gives a person who signed in a token for their machines. It never allows more than the credential it was asked with.
 * @throws Refusal INSUFFICIENT_SCOPE, NOT_FOUND for a listing that is not theirs, SECRET_DETECTED, TOKEN_LIMIT_REACHED.
 */
export async function issueToken(context: AppContext, command: IssueToken): Promise<Once<PersonalToken>> {
  const { caller, claim } = command
  for (const scope of command.scopes) requireScope(caller, scope)
  await refuseSecrets({ name: command.name })
  return await context.store.transaction((tx) =>
    once(context, tx, claim, async () => {
      const { userId } = caller.user
      const createdAtMs = context.nowMs()
      // Two requests at once must not slip past the limit together.
      await tx.users.lock(userId)
      const live = await tx.tokens.countLive(userId, createdAtMs)
      if (live >= limits.tokensPerUserMax) {
        throw new Refusal("TOKEN_LIMIT_REACHED", `You have ${live} tokens in use and may have no more.`)
      }
      const tokenId = context.newId("token")
      const token: PersonalToken = {
        tokenId,
        userId,
        name: command.name,
        scopes: command.scopes,
        tokenHash: context.secrets.hash(tokenSecretOf(context, tokenId, claim)),
        createdAtMs,
        expiresAtMs: createdAtMs + command.expiresInDays * dayMs,
        revokedAtMs: null,
        listingIds: await ownListingIds(tx, caller, command.listings),
        lastUsedAtMs: null,
      }
      await tx.tokens.insert(token)
      await tx.audit.append({
        action: "token.created",
        actor: actorOf(caller, command.requestId),
        subjectId: tokenId,
        atMs: createdAtMs,
        details: { userId, scopes: token.scopes.join(" "), expiresAtMs: token.expiresAtMs },
      })
      return token
    }),
  )
}

/**
 * The secret of an issued token, made again for every reply and stored in none. The caller's own Idempotency-Key is a
 * part of it, of which we keep a hash: so the server's key and the database together still do not yield it.
 */
export const tokenSecretOf = (context: AppContext, tokenId: string, { key }: Pick<IdempotencyClaim, "key">): string =>
  context.secrets.derive("personalToken", tokenId, key)

async function ownListingIds(
  tx: Transaction,
  caller: UserPrincipal,
  slugs: readonly string[] | undefined,
): Promise<readonly string[] | null> {
  if (slugs === undefined) return null
  const listingIds: string[] = []
  for (const slug of slugs) {
    const { publisher, name } = splitSlug(slug)
    const listing = await tx.listings.findBySlug(publisher, name)
    const role = listing && (await tx.publishers.roleOf(listing.publisher.publisherId, caller.user.userId))
    if (listing === undefined || role === undefined) throw notFound("listing")
    listingIds.push(listing.listingId)
  }
  return listingIds
}
