import {
  type CreatedHandoff,
  createdHandoff,
  createHandoffRequest,
  type Handoff,
  handoff,
  idOf,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { createHandoff } from "../../domain/handoffs/create.ts"
import { getHandoff } from "../../domain/handoffs/get.ts"
import { target, user } from "../access.ts"
import { created, ok } from "../reply.ts"
import { route } from "../route.ts"

/** Installs that begin at a target. */
export const handoffRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: "/v1/handoffs",
    name: "handoffs.create",
    summary: "Ask the buyer to start an install",
    replies: { 201: createdHandoff },
    access: target,
    limit: "handoff",
    body: createHandoffRequest,
    async handle({ caller, requestId, body }) {
      const { state, listing, version } = body
      const command = { ...body, caller, requestId, state, listing, version }
      const { handoffId, expiresAtMs } = await createHandoff(context, command)
      const startUrl = `${context.settings.publicUrl}/install?handoff=${handoffId}`
      const reply: CreatedHandoff = { handoffId, startUrl, expiresAtMs }
      return created(reply, { location: `/v1/handoffs/${handoffId}` })
    },
  }),
  route({
    method: "GET",
    path: "/v1/handoffs/:handoffId",
    name: "handoffs.get",
    summary: "Read what a target asks you to install",
    replies: { 200: handoff },
    access: user("intent:create"),
    params: z.object({ handoffId: idOf("handoff") }),
    async handle({ params }) {
      const {
        handoffId,
        targetId,
        target: asker,
        targetContext,
        listing,
        version,
        expiresAtMs,
      } = await getHandoff(context, params.handoffId)
      const { name, targetSystem } = asker
      const reply: Handoff = {
        handoffId,
        target: { targetId, name, targetSystem },
        targetContext: { ...targetContext },
        listing,
        version,
        expiresAtMs,
      }
      return ok(reply)
    },
  }),
]
