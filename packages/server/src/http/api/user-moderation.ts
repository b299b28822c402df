import {
  idOf,
  lockRequest,
  moderatedUser as moderatedUserReply,
  setModerationRoleRequest,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { actorOf } from "../../domain/identity/actor.ts"
import { lockUser } from "../../domain/moderation/lock-user.ts"
import { setModerationRole } from "../../domain/moderation/set-role.ts"
import { moderator } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { moderatedUser } from "../shapes/moderation.ts"

const userPath = "/v1/admin/users/:userId"
const userParams = z.object({ userId: idOf("user") })

/** What admins do to users. */
export const userModerationRoutes = (context: AppContext) => [
  route({
    method: "PUT",
    path: `${userPath}/lock`,
    name: "moderation.lockUser",
    summary: "Lock an account",
    replies: { 200: moderatedUserReply },
    access: moderator("admin"),
    params: userParams,
    body: lockRequest,
    async handle({ caller, requestId, params: { userId }, body: { reason } }) {
      return ok(moderatedUser(await lockUser(context, { actor: actorOf(caller, requestId), userId, reason })))
    },
  }),
  route({
    method: "DELETE",
    path: `${userPath}/lock`,
    name: "moderation.unlockUser",
    summary: "Unlock an account",
    replies: { 200: moderatedUserReply },
    access: moderator("admin"),
    params: userParams,
    async handle({ caller, requestId, params: { userId } }) {
      return ok(moderatedUser(await lockUser(context, { actor: actorOf(caller, requestId), userId, reason: null })))
    },
  }),
  route({
    method: "PUT",
    path: `${userPath}/role`,
    name: "moderation.setRole",
    summary: "Give or take a moderation role",
    replies: { 200: moderatedUserReply },
    access: moderator("admin"),
    params: userParams,
    body: setModerationRoleRequest,
    async handle({ caller, requestId, params: { userId }, body: { role } }) {
      return ok(moderatedUser(await setModerationRole(context, { actor: actorOf(caller, requestId), userId, role })))
    },
  }),
]
