import {
  idOf,
  listReportsQuery,
  reportListingRequest,
  resolveReportRequest,
  report,
  reportPage,
  reportReceipt,
} from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { actorOf } from "../../domain/identity/actor.ts"
import { fileReport, reporterHashOf } from "../../domain/reports/file.ts"
import { listReports } from "../../domain/reports/list.ts"
import { resolveReport } from "../../domain/reports/resolve.ts"
import { anyone, moderator } from "../access.ts"
import { accepted, ok } from "../reply.ts"
import { route } from "../route.ts"
import { moderatedReport } from "../shapes/moderation.ts"
import { listingPath, slugParams } from "./paths.ts"

/** Complaints about listings: anyone files one, moderators work through them. */
export const reportRoutes = (context: AppContext) => [
  route({
    method: "POST",
    path: `${listingPath}/reports`,
    name: "reports.create",
    summary: "Report a listing to the moderators",
    replies: { 202: reportReceipt },
    keyed: "optional",
    access: anyone,
    limit: "report",
    params: slugParams,
    body: reportListingRequest,
    async handle({ requestId, params: { slug }, body, clientNetwork, header, claim }) {
      const reporterHash = reporterHashOf(context, clientNetwork)
      const sent = header("idempotency-key") === undefined ? undefined : claim(reporterHash)
      const { result, replayed } = await fileReport(context, { ...body, requestId, slug, reporterHash, claim: sent })
      return { ...accepted(result), replayed }
    },
  }),
  route({
    method: "GET",
    path: "/v1/admin/reports",
    name: "moderation.reports",
    summary: "Read the queue of reports",
    replies: { 200: reportPage },
    access: moderator("reader"),
    query: listReportsQuery,
    async handle({ query }) {
      const { data, page } = await listReports(context, query)
      return ok({ data: data.map(moderatedReport), page })
    },
  }),
  route({
    method: "POST",
    path: "/v1/admin/reports/:reportId/resolution",
    name: "moderation.resolveReport",
    summary: "Settle a report",
    replies: { 200: report },
    access: moderator("moderator"),
    params: z.object({ reportId: idOf("report") }),
    body: resolveReportRequest,
    async handle({ caller, requestId, params: { reportId }, body }) {
      const actor = actorOf(caller, requestId)
      return ok(moderatedReport(await resolveReport(context, { ...body, actor, reportId })))
    },
  }),
]
