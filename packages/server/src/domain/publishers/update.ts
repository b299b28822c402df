import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { Refusal } from "../refusal.ts"
import { lockOwnPublisher } from "./own.ts"
import type { Publisher } from "./publisher.ts"

/** The words of a publisher that its owners may edit. */
export type PublisherProfile = Pick<Publisher, "displayName" | "description" | "homepageUrl">

export interface UpdatePublisher {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly handle: string
  /** The row version the caller read and changed. */
  readonly expectedRowVersion: number
  readonly patch: Partial<PublisherProfile>
}

/**
 * Changes the named fields of a profile. A patch that changes nothing writes nothing and keeps the ETag.
 * @throws Refusal NOT_FOUND, ROLE_NOT_ALLOWED, SECRET_DETECTED, ETAG_MISMATCH where somebody else was quicker.
 */
export async function updatePublisher(context: AppContext, command: UpdatePublisher): Promise<Publisher> {
  await refuseSecrets(command.patch)
  return await context.store.transaction(async (tx) => {
    const { publisher } = await lockOwnPublisher(tx, command.caller, command.handle, "publisher.update")
    if (publisher.rowVersion !== command.expectedRowVersion) {
      throw new Refusal("ETAG_MISMATCH", "The publisher was changed after you read it.")
    }
    const changed = changedFields(publisher, command.patch)
    if (changed.length === 0) return publisher
    const updated = { ...publisher, ...command.patch, rowVersion: publisher.rowVersion + 1 }
    await tx.publishers.update(updated)
    await tx.audit.append({
      action: "publisher.updated",
      actor: actorOf(command.caller, command.requestId),
      subjectId: publisher.publisherId,
      atMs: context.nowMs(),
      details: { fields: changed.join(" "), rowVersion: updated.rowVersion },
    })
    return updated
  })
}

const editable = ["displayName", "description", "homepageUrl"] as const

const changedFields = (publisher: PublisherProfile, patch: Partial<PublisherProfile>): string[] =>
  editable.filter((field) => patch[field] !== undefined && patch[field] !== publisher[field])
