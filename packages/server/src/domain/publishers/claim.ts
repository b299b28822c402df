import { actorOf } from "../identity/actor.ts"
import type { UserPrincipal } from "../identity/user.ts"
import { refuseSecrets } from "../content/refuse-secrets.ts"
import type { AppContext } from "../context.ts"
import { type IdempotencyClaim, type Once, once } from "../idempotency/once.ts"
import { Refusal } from "../refusal.ts"
import type { Transaction } from "../store.ts"
import type { Publisher } from "./publisher.ts"
import { reservedHandles } from "./reserved-handles.ts"
import { skeletonOf } from "./skeleton.ts"

export interface ClaimPublisher {
  readonly caller: UserPrincipal
  readonly requestId: string
  readonly claim: IdempotencyClaim
  readonly handle: string
  readonly displayName: string
}

/**
 * Gives the caller a publisher of their own; they become its owner.
 * @throws Refusal HANDLE_RESERVED, HANDLE_TAKEN, HANDLE_TOO_SIMILAR, SECRET_DETECTED, PUBLISHER_LIMIT_REACHED.
 */
export async function claimPublisher(context: AppContext, command: ClaimPublisher): Promise<Once<Publisher>> {
  const { caller, handle, displayName } = command
  if (reservedHandles.has(handle)) throw new Refusal("HANDLE_RESERVED", `The handle ${handle} is reserved.`)
  if (reservedSkeletons.has(skeletonOf(handle))) throw tooSimilar(handle)
  await refuseSecrets({ displayName })
  return await context.store.transaction((tx) =>
    once(context, tx, command.claim, async () => {
      const nowMs = context.nowMs()
      // Two claims of one user at once must not slip past the limit together.
      await tx.users.lock(caller.user.userId)
      const owned = await tx.publishers.countOwnedBy(caller.user.userId)
      if (owned >= context.settings.publishersPerUserMax) {
        throw new Refusal("PUBLISHER_LIMIT_REACHED", `You own ${owned} publishers and may own no more.`)
      }
      const publisher: Publisher = {
        publisherId: context.newId("publisher"),
        handle,
        displayName,
        description: null,
        homepageUrl: null,
        verifiedAtMs: null,
        verificationMethod: null,
        lockedAtMs: null,
        lockReason: null,
        rowVersion: 1,
        createdAtMs: nowMs,
      }
      if (!(await tx.publishers.insert(publisher))) throw await whyTaken(tx, handle)
      const { publisherId } = publisher
      await tx.publishers.addMember({ publisherId, userId: caller.user.userId, role: "owner", addedAtMs: nowMs })
      const actor = actorOf(caller, command.requestId)
      await tx.audit.append({
        action: "publisher.claimed",
        actor,
        subjectId: publisherId,
        atMs: nowMs,
        details: { handle },
      })
      return publisher
    }),
  )
}

const reservedSkeletons: ReadonlySet<string> = new Set([...reservedHandles].map(skeletonOf))

const whyTaken = async (tx: Transaction, handle: string): Promise<Refusal> =>
  (await tx.publishers.findByHandle(handle)) === undefined
    ? tooSimilar(handle)
    : new Refusal("HANDLE_TAKEN", `The handle ${handle} is taken.`)

/** Whose handle it is too close to is nobody's business. */
const tooSimilar = (handle: string): Refusal =>
  new Refusal("HANDLE_TOO_SIMILAR", `The handle ${handle} reads like one that is taken or reserved.`)
