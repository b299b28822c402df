import { isSlug, limits } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { listSuspensions } from "../../../domain/moderation/list-suspensions.ts"
import type { SuspensionView } from "../../../domain/moderation/suspension.ts"
import { moderating } from "../../../http/access.ts"
import { redirect } from "../../../http/reply.ts"
import { adminHref, caseHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { AdminFrame } from "../../parts/admin/admin-frame.tsx"
import { DenseTable } from "../../parts/dense-table.tsx"
import { Finder } from "../../parts/admin/finder.tsx"
import { Said } from "../../parts/text.tsx"
import { Age } from "../../parts/time.tsx"
import { cursor, given, optionally } from "../../query.ts"
import { suspensionWords } from "../../words.ts"
import { NextPage } from "../../parts/next-page.tsx"

const path = `${adminHref}/suspensions`

/** What is out of sight, and the way to any other listing. */
export const suspensionPages = (context: AppContext) => [
  page({
    path,
    name: "pages.suspensions",
    summary: "Show what is suspended, or find a listing",
    access: moderating("reader"),
    query: z.object({ q: optionally(z.string().trim().max(200)), appealed: optionally(z.literal("true")), cursor }),
    async handle({ query: { q = "", appealed, cursor: at }, frame }) {
      if (isSlug(q)) return redirect(caseHref(q), 303)
      const only = appealed === undefined ? undefined : true
      const found = await listSuspensions(context, { appealed: only, limit: limits.pageSizeDefault, cursor: at })
      const shown = { frame, q, appealed, suspensions: found.data, next: found.page.nextCursor }
      return html(<SuspensionsPage {...shown} />)
    },
  }),
]

interface SuspensionsProps {
  readonly frame: Frame
  readonly q: string
  readonly appealed: "true" | undefined
  readonly suspensions: readonly SuspensionView[]
  readonly next: string | null
}

const SuspensionsPage = ({ frame, q, appealed, suspensions, next }: SuspensionsProps) => (
  <AdminFrame frame={frame} title="Suspensions" at={path}>
    <Finder action={path} label="Any listing" q={q} placeholder="publisher/name">
      {q === "" ? undefined : "An address of a listing is two words with a slash between them: acme/support-triage."}
    </Finder>
    <nav class="tabs" aria-label="Which suspensions">
      <a href={path} {...(appealed === undefined && { "aria-current": "page" })}>
        All
      </a>
      <a href={`${path}?appealed=true`} {...(appealed && { "aria-current": "page" })}>
        With an appeal
      </a>
    </nav>
    {suspensions.length === 0 ? (
      <div class="empty">
        <h2>Nothing is suspended</h2>
        <p>A suspended listing is in no search, on no page and cannot be installed. Its members can appeal once.</p>
      </div>
    ) : (
      <DenseTable label="Suspensions" head={["Listing", "Because", "Appeal", "Since"]}>
        {suspensions.map(({ slug, reason, appeal, suspendedAtMs }) => (
          <tr>
            <th scope="row">
              <a class="slug" href={caseHref(slug)}>
                {slug}
              </a>
            </th>
            <td>{suspensionWords[reason]}</td>
            <td class="words">
              {appeal === null ? <span class="soft">none</span> : <Said text={appeal.note.slice(0, 160)} />}
            </td>
            <td>
              <Age atMs={suspendedAtMs} nowMs={frame.nowMs} />
            </td>
          </tr>
        ))}
      </DenseTable>
    )}
    <NextPage href={path} query={given({ appealed })} nextCursor={next} next="Earlier ones" />
  </AdminFrame>
)
