import { resolveReportRequest, suspendListingRequest, idOf } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { actorOf } from "../../../domain/identity/actor.ts"
import { getCase } from "../../../domain/moderation/case.ts"
import { restoreListing } from "../../../domain/moderation/restore.ts"
import { suspendListing } from "../../../domain/moderation/suspend.ts"
import { resolveReport } from "../../../domain/reports/resolve.ts"
import { moderating } from "../../../http/access.ts"
import { slugParams } from "../../../http/api/paths.ts"
import { redirect, type Reply } from "../../../http/reply.ts"
import { adminHref, caseHref } from "../../address.ts"
import { type Form, newForm, orAgain, sentBack, typedInto } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { type CaseForms, CasePage, resolutionForm, suspensionForm } from "../../parts/admin/case.tsx"
import { unconfirmed } from "../../parts/confirm-by-slug.tsx"
import { optionally } from "../../query.ts"

const path = `${adminHref}/listings/:publisher/:name`
const done = ["suspended", "restored", "resolved"] as const

/** One listing before its judge: what it says, what is said of it, and what to do. */
export const casePages = (context: AppContext) => [
  page({
    path,
    name: "pages.case",
    summary: "Show a listing with the reports on it, to decide",
    access: moderating("reader"),
    params: slugParams,
    query: z.object({ done: optionally(z.enum(done)) }),
    handle: async ({ params: { slug }, query, frame }) => await showCase(context, frame, slug, { done: query.done }),
  }),
  page({
    method: "POST",
    path: `${path}/suspension`,
    name: "pages.suspendListing",
    summary: "Suspend a listing",
    access: moderating("moderator"),
    params: slugParams,
    form: suspendListingRequest.extend({ confirm: z.string() }),
    async handle({ caller, requestId, params: { slug }, form, frame }) {
      const again = (suspend: Form<"reason" | "note" | "confirm">) => showCase(context, frame, slug, { suspend })
      if (!form.ok) return await again(sentBack(suspensionForm(slug), form))
      const { confirm, ...command } = form.data
      const filled = typedInto(suspensionForm(slug), form.typed)
      if (confirm !== slug) return await again(unconfirmed(filled, slug))
      return await orAgain(filled, {}, again, async () => {
        await suspendListing(context, { ...command, actor: actorOf(caller, requestId), slug })
        return redirect(`${caseHref(slug)}?done=suspended`, 303)
      })
    },
  }),
  page({
    method: "POST",
    path: `${path}/restoration`,
    name: "pages.restoreListing",
    summary: "Restore a suspended listing",
    access: moderating("moderator"),
    params: slugParams,
    form: z.object({}),
    async handle({ caller, requestId, params: { slug }, frame }) {
      const again = (restore: Form) => showCase(context, frame, slug, { restore })
      return await orAgain(newForm({}), {}, again, async () => {
        await restoreListing(context, { actor: actorOf(caller, requestId), slug })
        return redirect(`${caseHref(slug)}?done=restored`, 303)
      })
    },
  }),
  page({
    method: "POST",
    path: `${path}/reports/:reportId`,
    name: "pages.resolveReport",
    summary: "Settle a report",
    access: moderating("moderator"),
    params: z.object({ publisher: z.string(), name: z.string(), reportId: idOf("report") }),
    form: resolveReportRequest,
    async handle({ caller, requestId, params: { publisher, name, reportId }, form, frame }) {
      const slug = `${publisher}/${name}`
      const again = (resolve: Form<"note">) => showCase(context, frame, slug, { resolve: { reportId, form: resolve } })
      if (!form.ok) return await again(sentBack(resolutionForm(reportId), form))
      return await orAgain(typedInto(resolutionForm(reportId), form.typed), {}, again, async () => {
        const report = await resolveReport(context, { ...form.data, actor: actorOf(caller, requestId), reportId })
        return redirect(`${caseHref(report.slug)}?done=resolved#${reportId}`, 303)
      })
    },
  }),
]

async function showCase(context: AppContext, frame: Frame, slug: string, forms: CaseForms): Promise<Reply> {
  const found = await getCase(context, slug)
  const isSentBack = (forms.suspend ?? forms.restore ?? forms.resolve) !== undefined
  return html(<CasePage frame={frame} found={found} forms={forms} />, { status: isSentBack ? 422 : 200 })
}
