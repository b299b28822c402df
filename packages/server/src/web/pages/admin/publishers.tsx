import { handle, limits, lockRequest, verificationMethods } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { actorOf } from "../../../domain/identity/actor.ts"
import { findPublishers, getModeratedPublisher } from "../../../domain/moderation/find-publishers.ts"
import { lockPublisher } from "../../../domain/moderation/lock-publisher.ts"
import { unlockPublisher } from "../../../domain/moderation/unlock-publisher.ts"
import { verifyPublisher } from "../../../domain/moderation/verify-publisher.ts"
import { moderating } from "../../../http/access.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { adminHref, moderatedPublisherHref } from "../../address.ts"
import { type Form, sentBack, typedInto } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { PublisherPage, type PublisherForms, PublishersPage } from "../../parts/admin/publishers.tsx"
import { lockForm } from "../../parts/admin/reason-field.tsx"
import { unconfirmed } from "../../parts/confirm-by-slug.tsx"
import { cursor, optionally } from "../../query.ts"

const listPath = `${adminHref}/publishers`
const path = `${listPath}/:handle`
const shared = { params: z.object({ handle }), access: moderating("moderator") }
const done = ["locked", "unlocked", "verified", "unverified"] as const

/** Who publishes: found, looked at, locked and verified. */
export const publisherModerationPages = (context: AppContext) => [
  page({
    path: listPath,
    name: "pages.findPublishers",
    summary: "Find publishers",
    access: moderating("reader"),
    query: z.object({
      q: optionally(
        z
          .string()
          .trim()
          .toLowerCase()
          .regex(/^[a-z0-9-]{0,39}$/),
      ),
      cursor,
    }),
    async handle({ query: { q = "", cursor: at }, frame }) {
      const { data, page: paging } = await findPublishers(context, {
        handle: q,
        limit: limits.pageSizeDefault,
        cursor: at,
      })
      return html(<PublishersPage frame={frame} q={q} publishers={data} next={paging.nextCursor} />)
    },
  }),
  page({
    path,
    name: "pages.moderatedPublisher",
    summary: "Show a publisher to moderators",
    access: moderating("reader"),
    params: shared.params,
    query: z.object({ done: optionally(z.enum(done)) }),
    handle: async ({ params, query, frame }) => await show(context, frame, params.handle, { done: query.done }),
  }),
  ...lockPages(context),
  ...verificationPages(context),
]

const lockPages = (context: AppContext) => [
  page({
    ...shared,
    method: "POST",
    path: `${path}/lock`,
    name: "pages.lockPublisher",
    summary: "Lock a publisher",
    form: lockRequest.extend({ confirm: z.string() }),
    async handle({ caller, requestId, params, form, frame }) {
      const again = (lock: Form<"reason" | "confirm">) => show(context, frame, params.handle, { lock })
      if (!form.ok) return await again(sentBack(lockForm(params.handle), form))
      const { confirm, reason } = form.data
      if (confirm !== params.handle) {
        return await again(unconfirmed(typedInto(lockForm(params.handle), form.typed), params.handle))
      }
      await lockPublisher(context, { actor: actorOf(caller, requestId), handle: params.handle, reason })
      return redirect(`${moderatedPublisherHref(params.handle)}?done=locked`, 303)
    },
  }),
  page({
    ...shared,
    method: "POST",
    path: `${path}/unlock`,
    name: "pages.unlockPublisher",
    summary: "Unlock a publisher",
    form: z.object({}),
    async handle({ caller, requestId, params }) {
      await unlockPublisher(context, { actor: actorOf(caller, requestId), handle: params.handle })
      return redirect(`${moderatedPublisherHref(params.handle)}?done=unlocked`, 303)
    },
  }),
]

const verificationPages = (context: AppContext) => [
  page({
    ...shared,
    method: "POST",
    path: `${path}/verification`,
    name: "pages.verifyPublisher",
    summary: "Mark a publisher as verified today, or take the mark away",
    form: z.object({ method: z.enum([...verificationMethods, "none"]) }),
    async handle({ caller, requestId, params, form, frame }) {
      if (!form.ok) return await show(context, frame, params.handle, { isRefused: true })
      const method = form.data.method === "none" ? null : form.data.method
      await verifyPublisher(context, { actor: actorOf(caller, requestId), handle: params.handle, method })
      return redirect(
        `${moderatedPublisherHref(params.handle)}?done=${method === null ? "unverified" : "verified"}`,
        303,
      )
    },
  }),
]

async function show(context: AppContext, frame: Frame, name: string, forms: PublisherForms): Promise<Reply> {
  const found = await getModeratedPublisher(context, name)
  return html(<PublisherPage frame={frame} found={found} forms={forms} />, {
    status: (forms.isRefused ?? forms.lock !== undefined) ? 422 : 200,
  })
}
