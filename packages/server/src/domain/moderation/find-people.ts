import type { AuditRecord } from "../audit/audit.ts"
import type { AppContext } from "../context.ts"
import type { Membership } from "../publishers/publisher.ts"
import { notFound } from "../refusal.ts"
import { historyOf } from "./case.ts"
import type { ModeratedUser } from "./store.ts"

/**
 * People for admins: whoever has that id, or is called exactly that by a provider. Where nothing is named, those with a
 * role and those who are locked out, at most a hundred.
 */
export async function findPeople(context: AppContext, name: string): Promise<ModeratedUser[]> {
  const { moderation } = context.store.read
  return name === "" ? await moderation.listNotable(peopleMax) : await moderation.listNamed(name, peopleMax)
}

const peopleMax = 100

/** A user with what admins know of them. */
export interface KnownPerson {
  readonly user: ModeratedUser
  readonly memberships: readonly Membership[]
  readonly history: readonly AuditRecord[]
}

/** One user, for admins. @throws Refusal NOT_FOUND. */
export async function getPerson(context: AppContext, userId: string): Promise<KnownPerson> {
  const { moderation, publishers } = context.store.read
  const user = await moderation.findUser(userId)
  if (user === undefined) throw notFound("user")
  const [memberships, history] = await Promise.all([publishers.membershipsOf(userId), historyOf(context, userId)])
  return { user, memberships, history }
}
