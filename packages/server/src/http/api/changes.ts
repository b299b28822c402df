import { handle, listChangesQuery, changePage } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import { latestChanges, latestChangesOf, listChanges } from "../../domain/changes/list.ts"
import type { AppContext } from "../../domain/context.ts"
import { anyone } from "../access.ts"
import { ok, text } from "../reply.ts"
import { route } from "../route.ts"
import { atomEtag, atomFeed, atomMediaType } from "../shapes/atom.ts"
import { changePageEtag, publicChangePage } from "../shapes/change.ts"

/** What happened in public: for mirrors and targets as JSON, for people as Atom. */
export const changeRoutes = (context: AppContext) => {
  const { publicUrl } = context.settings
  return [
    route({
      method: "GET",
      path: "/v1/changes",
      name: "changes.list",
      summary: "Follow public changes",
      replies: { 200: changePage },
      hasEtag: true,
      access: anyone,
      query: listChangesQuery,
      async handle({ query }) {
        const page = await listChanges(context, query)
        return ok(publicChangePage(page), changePageEtag(page))
      },
    }),
    route({
      method: "GET",
      path: "/v1/changes.atom",
      name: "changes.feed",
      summary: "Follow public changes in a feed reader",
      replies: { 200: { mediaType: atomMediaType } },
      hasEtag: true,
      access: anyone,
      async handle() {
        const changes = await latestChanges(context)
        const path = "/v1/changes.atom"
        const content = atomFeed({ publicUrl, path, title: "FleetPrompt: what changed", begunAtMs: 0, changes })
        return text({ content, mediaType: atomMediaType }, atomEtag(changes))
      },
    }),
    route({
      method: "GET",
      path: "/v1/publishers/:handle/changes.atom",
      name: "publishers.feed",
      summary: "Follow the changes of one publisher in a feed reader",
      replies: { 200: { mediaType: atomMediaType } },
      hasEtag: true,
      access: anyone,
      params: z.object({ handle }),
      async handle({ params }) {
        const { publisher, changes } = await latestChangesOf(context, params.handle)
        const path = `/v1/publishers/${publisher.handle}/changes.atom`
        const title = `${publisher.displayName} on FleetPrompt: what changed`
        const content = atomFeed({ publicUrl, path, title, begunAtMs: publisher.createdAtMs, changes })
        return text({ content, mediaType: atomMediaType }, atomEtag(changes, publisher.rowVersion))
      },
    }),
  ]
}
