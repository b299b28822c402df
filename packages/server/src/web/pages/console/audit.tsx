import { handle } from "@fleetprompt/sdk/contracts"
import type { Page, PublisherAuditEntry } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { listPublisherAudit } from "../../../domain/audit/list.ts"
import { getOwnPublisher } from "../../../domain/publishers/get-own.ts"
import { listMembers } from "../../../domain/publishers/list-members.ts"
import type { Publisher } from "../../../domain/publishers/publisher.ts"
import { signedIn } from "../../../http/access.ts"
import { publisherAuditEntry } from "../../../http/shapes/audit.ts"
import { consoleHref, ownPublisherHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { OwnPublisherFrame } from "../../parts/console/own-publisher-frame.tsx"
import { DenseTable } from "../../parts/dense-table.tsx"
import { NextPage } from "../../parts/next-page.tsx"
import { Said } from "../../parts/text.tsx"
import { TimeOfDay } from "../../parts/time.tsx"
import { cursor } from "../../query.ts"

const path = `${consoleHref}/publishers/:handle/audit`

/** What was done in a publisher, and by whom. */
export const ownAuditPages = (context: AppContext) => [
  page({
    path,
    name: "pages.ownAudit",
    summary: "Show what was done in one's own publisher",
    access: signedIn,
    params: z.object({ handle }),
    query: z.object({ cursor }),
    async handle({ caller, params, query, frame }) {
      const { publisher } = await getOwnPublisher(context, caller, params.handle)
      const request = { limit: 50, cursor: query.cursor }
      const [{ data, page: at }, members] = await Promise.all([
        listPublisherAudit(context, caller, params.handle, request),
        listMembers(context, caller, params.handle),
      ])
      const entries = { data: data.map(publisherAuditEntry), page: at }
      const names = new Map(members.map(({ userId, sub }) => [userId, sub]))
      const shown = { frame, publisher, entries, names, isLater: query.cursor !== undefined }
      return html(<AuditPage {...shown} />)
    },
  }),
]

interface AuditProps {
  readonly frame: Frame
  readonly publisher: Publisher
  readonly entries: Page<PublisherAuditEntry>
  /** What the members are called, by id. */
  readonly names: ReadonlyMap<string, string>
  readonly isLater: boolean
}

const AuditPage = ({ frame, publisher, entries, names, isLater }: AuditProps) => (
  <OwnPublisherFrame frame={frame} publisher={publisher} tab="/audit" title="Audit of">
    {entries.data.length === 0 ? (
      <p class="empty">Nothing was done yet.</p>
    ) : (
      <DenseTable label="Audit" head={["When", "What", "Who", "On", "Details"]}>
        {entries.data.map(({ action, actor, subjectId, details, atMs }) => (
          <tr>
            <td>
              <TimeOfDay atMs={atMs} />
            </td>
            <th scope="row">{action.replaceAll(/[._]/g, " ")}</th>
            <td>
              <Said text={names.get(actor.id ?? "") ?? actor.id ?? actor.kind} />
            </td>
            <td>
              <span class="slug">{subjectId}</span>
            </td>
            <td>
              {Object.entries(details).map(([name, value]) => (
                <div class="soft">
                  {name}: <Said text={value === null ? "none" : String(value)} />
                </div>
              ))}
            </td>
          </tr>
        ))}
      </DenseTable>
    )}
    <NextPage
      href={`${ownPublisherHref(publisher.handle)}/audit`}
      nextCursor={entries.page.nextCursor}
      isLater={isLater}
    />
  </OwnPublisherFrame>
)
