import type { Scope } from "@fleetprompt/sdk/contracts"
import { type Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import type { Transaction } from "../store.ts"
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
    const user = await knownUser(context, tx, actor, command)
    const token: PersonalToken = {
      tokenId: context.newId("token"),
      userId: user.userId,
      name: command.name,
      scopes: command.scopes,
      tokenHash: context.secrets.hash(secret),
      createdAtMs: nowMs,
      expiresAtMs: nowMs + command.ttlMs,
      revokedAtMs: null,
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

async function knownUser(
  context: AppContext,
  tx: Transaction,
  actor: Actor,
  { iss, sub }: { iss: string; sub: string },
): Promise<User> {
  const user: User = { userId: context.newId("user"), iss, sub, lockedAtMs: null, createdAtMs: context.nowMs() }
  if (await tx.users.insert(user)) {
    await tx.audit.append({
      action: "user.created",
      actor,
      subjectId: user.userId,
      atMs: user.createdAtMs,
      details: {},
    })
    return user
  }
  const known = await tx.users.findByIdentity(iss, sub)
  if (known === undefined) throw new Error("A user that could not be inserted could not be found either.")
  return known
}
