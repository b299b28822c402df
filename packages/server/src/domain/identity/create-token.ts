import type { Scope } from "@fleetprompt/sdk/contracts"
import { type Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import { knownUser } from "./known-user.ts"
import type { PersonalToken, User } from "./user.ts"

export interface CreateToken {
  readonly iss: string
  readonly sub: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly ttlMs: number
}

/** Makes a personal token for a person, who becomes known here with it. The secret is returned this once and never stored. */
export async function createToken(
  context: AppContext,
  actor: Actor,
  command: CreateToken,
): Promise<{ secret: string; token: PersonalToken; user: User }> {
  const secret = context.secrets.random("personalToken")
  const nowMs = context.nowMs()
  return await context.store.transaction(async (tx) => {
    const user = await knownUser(context, tx, command, () => actor)
    const token: PersonalToken = {
      tokenId: context.newId("token"),
      userId: user.userId,
      name: command.name,
      scopes: command.scopes,
      tokenHash: context.secrets.hash(secret),
      createdAtMs: nowMs,
      expiresAtMs: nowMs + command.ttlMs,
      revokedAtMs: null,
      listingIds: null,
      lastUsedAtMs: null,
    }
    await tx.tokens.insert(token)
    await tx.audit.append({
      action: "token.created",
      actor,
      subjectId: token.tokenId,
      atMs: nowMs,
      details: { userId: user.userId, scopes: token.scopes.join(" "), expiresAtMs: token.expiresAtMs },
    })
    return { secret, token, user }
  })
}
