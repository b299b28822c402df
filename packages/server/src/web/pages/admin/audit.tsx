import { limits } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import { auditActions, type AuditRecord } from "../../../domain/audit/audit.ts"
import { listAudit } from "../../../domain/audit/list.ts"
import type { AppContext } from "../../../domain/context.ts"
import { moderating } from "../../../http/access.ts"
import { adminHref } from "../../address.ts"
import { newForm } from "../../form.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { AdminFrame } from "../../parts/admin/admin-frame.tsx"
import { AuditEntries } from "../../parts/admin/history.tsx"
import { SelectField, TextField } from "../../parts/field.tsx"
import { cursor, given, optionally } from "../../query.ts"
import { NextPage } from "../../parts/next-page.tsx"

const path = `${adminHref}/audit`
const dayMs = 86_400_000

const word = optionally(
  z
    .string()
    .trim()
    .regex(/^[\w.-]{1,100}$/),
)
/** The beginning of a day in UTC, for its name. */
const day = optionally(z.iso.date())
const startOf = (date: string): number => Date.parse(`${date}T00:00:00Z`)

/** Who did what, and when. */
export const auditPages = (context: AppContext) => [
  page({
    path,
    name: "pages.audit",
    summary: "Search the audit log",
    access: moderating("reader"),
    query: z.object({
      action: optionally(z.enum(auditActions)),
      subject: word,
      actor: word,
      since: day,
      until: day,
      cursor,
    }),
    async handle({ query: { cursor: at, since, until, ...named }, frame }) {
      const { data, page: paging } = await listAudit(context, {
        ...named,
        sinceMs: since === undefined ? undefined : startOf(since),
        untilMs: until === undefined ? undefined : startOf(until) + dayMs,
        limit: limits.pageSizeDefault * 2,
        cursor: at,
      })
      const wanted = given({ ...named, since, until })
      return html(<AuditPage frame={frame} wanted={wanted} entries={data} next={paging.nextCursor} />)
    },
  }),
]

interface AuditProps {
  readonly frame: Frame
  readonly wanted: Readonly<Record<string, string>>
  readonly entries: readonly AuditRecord[]
  readonly next: string | null
}

const labels = { action: "What", subject: "About", actor: "By", since: "From", until: "Until" }
const id = { maxlength: 100, autocomplete: "off", autocapitalize: "none", spellcheck: false }

const AuditPage = ({ frame, wanted, entries, next }: AuditProps) => {
  const form = newForm(labels, wanted)
  return (
    <AdminFrame frame={frame} title="Audit log" at={path}>
      <form class="form filters" method="get" action={path}>
        <SelectField
          form={form}
          name="action"
          optional
          options={[["", "anything"], ...auditActions.map((action) => [action, action] as const)]}
        />
        <TextField form={form} name="subject" optional with={{ ...id, placeholder: "lst_…" }} />
        <TextField form={form} name="actor" optional with={{ ...id, placeholder: "usr_…" }} />
        <TextField form={form} name="since" optional type="date" />
        <TextField form={form} name="until" optional type="date" />
        <p class="choices">
          <button type="submit">Search the log</button>
          <a href={path}>Clear</a>
        </p>
      </form>
      {entries.length === 0 ? (
        <div class="empty">
          <h2>Nothing like that is in the log</h2>
          <p>Ids are compared letter by letter, and days are those of UTC.</p>
        </div>
      ) : (
        <AuditEntries label="Entries, newest first" entries={entries} />
      )}
      <NextPage href={path} query={wanted} nextCursor={next} next="Earlier entries" />
    </AdminFrame>
  )
}
