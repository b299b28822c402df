import type { Call } from "../call.ts"
import {
  type LockRequest,
  type ModeratedUser,
  moderatedUser,
  type SetModerationRoleRequest,
} from "../contracts/moderation.ts"
import type { Caller, CallOptions } from "../endpoint.ts"
import { path } from "../path.ts"

/** Locking people out, and making moderators. For admins. */
export interface UserModeration {
  /** Locks a person out, whatever they show; not oneself. The same again is no error. */
  lock(userId: string, body: LockRequest, options?: CallOptions): Call<ModeratedUser>
  /** Lets them in again. */
  unlock(userId: string, options?: CallOptions): Call<ModeratedUser>
  /** Gives a person a role, or with null takes it away. */
  setRole(userId: string, role: SetModerationRoleRequest["role"], options?: CallOptions): Call<ModeratedUser>
}

export const userModerationOf = (call: Caller): UserModeration => ({
  lock: (userId, body, options) =>
    call({ method: "PUT", path: () => `${userPath(userId)}/lock`, body, reply: moderatedUser }, options),
  unlock: (userId, options) =>
    call({ method: "DELETE", path: () => `${userPath(userId)}/lock`, reply: moderatedUser }, options),
  setRole: (userId, role, options) =>
    call({ method: "PUT", path: () => `${userPath(userId)}/role`, body: { role }, reply: moderatedUser }, options),
})

const userPath = (userId: string) => path`/v1/admin/users/${userId}`
