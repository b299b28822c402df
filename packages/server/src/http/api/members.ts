import {
  handle,
  idOf,
  setPublisherMemberRequest,
  publisherMember,
  publisherMemberList,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { listMembers } from "../../domain/publishers/list-members.ts"
import { removeMember } from "../../domain/publishers/remove-member.ts"
import { setMember } from "../../domain/publishers/set-member.ts"
import { user } from "../access.ts"
import { ok } from "../reply.ts"
import { route } from "../route.ts"
import { knownMember } from "../shapes/publisher.ts"

const memberPath = "/v1/publishers/:handle/members/:userId"
const memberParams = z.object({ handle, userId: idOf("user") })

/** The people of a publisher. */
export const memberRoutes = (context: AppContext) => [
  route({
    method: "GET",
    path: "/v1/publishers/:handle/members",
    name: "members.list",
    summary: "List the members of a publisher",
    replies: { 200: publisherMemberList },
    access: user("listing:read"),
    params: z.object({ handle }),
    async handle({ caller, params }) {
      const members = await listMembers(context, caller, params.handle)
      return ok({ data: members.map(knownMember) })
    },
  }),
  route({
    method: "PUT",
    path: memberPath,
    name: "members.set",
    summary: "Add a member or change their role",
    replies: { 200: publisherMember },
    access: user("publisher:write"),
    params: memberParams,
    body: setPublisherMemberRequest,
    handle: async ({ caller, requestId, params, body: { role } }) =>
      ok(knownMember(await setMember(context, { caller, requestId, ...params, role }))),
  }),
  route({
    method: "DELETE",
    path: memberPath,
    name: "members.remove",
    summary: "Remove a member, or leave",
    replies: { 200: publisherMember },
    access: user("publisher:write"),
    params: memberParams,
    handle: async ({ caller, requestId, params }) =>
      ok(knownMember(await removeMember(context, { caller, requestId, ...params }))),
  }),
]
