import { idOf, lockRequest, moderationRoles } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { actorOf } from "../../../domain/identity/actor.ts"
import { findPeople, getPerson } from "../../../domain/moderation/find-people.ts"
import { lockUser } from "../../../domain/moderation/lock-user.ts"
import { setModerationRole } from "../../../domain/moderation/set-role.ts"
import { moderating } from "../../../http/access.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { adminHref, personHref } from "../../address.ts"
import { type Form, orAgain, sentBack, typedInto } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { PeoplePage, type PersonForms, PersonPage } from "../../parts/admin/people.tsx"
import { lockForm } from "../../parts/admin/reason-field.tsx"
import { unconfirmed } from "../../parts/confirm-by-slug.tsx"
import { optionally } from "../../query.ts"

const listPath = `${adminHref}/people`
const path = `${listPath}/:userId`
const shared = { params: z.object({ userId: idOf("user") }), access: moderating("admin") }
const done = ["locked", "unlocked", "role"] as const

/** Who may come in, and who may moderate. */
export const peoplePages = (context: AppContext) => [
  page({
    path: listPath,
    name: "pages.people",
    summary: "Find people",
    access: moderating("admin"),
    query: z.object({ q: optionally(z.string().trim().max(255)) }),
    async handle({ query: { q = "" }, frame }) {
      return html(<PeoplePage frame={frame} q={q} people={await findPeople(context, q)} />)
    },
  }),
  page({
    ...shared,
    path,
    name: "pages.person",
    summary: "Show a person to admins",
    query: z.object({ done: optionally(z.enum(done)) }),
    handle: async ({ params: { userId }, query, frame }) => await show(context, frame, userId, { done: query.done }),
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/lock`,
    name: "pages.lockUser",
    summary: "Lock an account",
    form: lockRequest.extend({ confirm: z.string() }),
    async handle({ caller, requestId, params: { userId }, form, frame }) {
      const again = (lock: Form<"reason" | "confirm">) => show(context, frame, userId, { lock })
      if (!form.ok) return await again(sentBack(lockForm(userId), form))
      const { confirm, reason } = form.data
      const filled = typedInto(lockForm(userId), form.typed)
      if (confirm !== userId) return await again(unconfirmed(filled, userId))
      return await orAgain(filled, {}, again, async () => {
        await lockUser(context, { actor: actorOf(caller, requestId), userId, reason })
        return redirect(`${personHref(userId)}?done=locked`, 303)
      })
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/unlock`,
    name: "pages.unlockUser",
    summary: "Unlock an account",
    form: z.object({}),
    async handle({ caller, requestId, params: { userId } }) {
      await lockUser(context, { actor: actorOf(caller, requestId), userId, reason: null })
      return redirect(`${personHref(userId)}?done=unlocked`, 303)
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/role`,
    name: "pages.setRole",
    summary: "Give or take a moderation role",
    form: z.object({ role: z.enum([...moderationRoles, "none"]) }),
    async handle({ caller, requestId, params: { userId }, form, frame }) {
      if (!form.ok) return await show(context, frame, userId, { isRefused: true })
      const role = form.data.role === "none" ? null : form.data.role
      await setModerationRole(context, { actor: actorOf(caller, requestId), userId, role })
      return redirect(`${personHref(userId)}?done=role`, 303)
    },
  }),
]

async function show(context: AppContext, frame: Frame, userId: string, forms: PersonForms): Promise<Reply> {
  const found = await getPerson(context, userId)
  return html(<PersonPage frame={frame} found={found} forms={forms} />, {
    status: (forms.isRefused ?? forms.lock !== undefined) ? 422 : 200,
  })
}
