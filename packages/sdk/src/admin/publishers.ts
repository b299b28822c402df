import type { Call } from "../call.ts"
import {
  type LockRequest,
  type ModeratedPublisher,
  moderatedPublisher,
  type VerifyPublisherRequest,
} from "../contracts/moderation.ts"
import type { Caller, CallOptions } from "../endpoint.ts"
import { path } from "../path.ts"

/** Locking publishers, and saying that one is who it claims to be. */
export interface PublisherModeration {
  /** Locks a publisher and suspends all its listings; the same again is no error. */
  lock(handle: string, body: LockRequest, options?: CallOptions): Call<ModeratedPublisher>
  /** Unlocks it and restores what was suspended with it. */
  unlock(handle: string, options?: CallOptions): Call<ModeratedPublisher>
  /** Notes, as of now, how the publisher proved who it is. */
  verify(handle: string, body: VerifyPublisherRequest, options?: CallOptions): Call<ModeratedPublisher>
  /** Takes that back. */
  unverify(handle: string, options?: CallOptions): Call<ModeratedPublisher>
}

export const publisherModerationOf = (call: Caller): PublisherModeration => {
  const put = (what: string, handle: string, body: unknown, options: CallOptions | undefined) =>
    call({ method: "PUT", path: () => publisherPath(handle) + what, body, reply: moderatedPublisher }, options)
  const remove = (what: string, handle: string, options: CallOptions | undefined) =>
    call({ method: "DELETE", path: () => publisherPath(handle) + what, reply: moderatedPublisher }, options)
  return {
    lock: (handle, body, options) => put("/lock", handle, body, options),
    unlock: (handle, options) => remove("/lock", handle, options),
    verify: (handle, body, options) => put("/verification", handle, body, options),
    unverify: (handle, options) => remove("/verification", handle, options),
  }
}

const publisherPath = (handle: string) => path`/v1/admin/publishers/${handle}`
