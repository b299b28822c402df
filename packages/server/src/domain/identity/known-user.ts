import type { Actor } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import type { Transaction } from "../store.ts"
import type { User } from "./user.ts"

interface Identity {
  readonly iss: string
  readonly sub: string
}

/** The user of that identity, made by `actor` where there is none yet. */
export async function knownUser(
  context: AppContext,
  tx: Transaction,
  identity: Identity,
  actorOf: (user: User) => Actor,
): Promise<User> {
  const { iss, sub } = identity
  const user: User = { userId: context.newId("user"), iss, sub, lockedAtMs: null, createdAtMs: context.nowMs() }
  if (await tx.users.insert(user)) {
    await tx.audit.append({
      action: "user.created",
      actor: actorOf(user),
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

/** Makes a person known by their own first sign-in. */
export const becomeKnown = (
  context: AppContext,
  tx: Transaction,
  identity: Identity,
  requestId: string,
): Promise<User> => knownUser(context, tx, identity, ({ userId }) => ({ kind: "user", id: userId, requestId }))
