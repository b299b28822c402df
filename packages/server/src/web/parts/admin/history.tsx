import type { AuditRecord } from "../../../domain/audit/audit.ts"
import { auditHref, personHref } from "../../address.ts"
import { DenseTable } from "../dense-table.tsx"
import { TimeOfDay } from "../time.tsx"

interface EntriesProps {
  readonly label: string
  readonly entries: readonly AuditRecord[]
}

/** Lines of the audit log. They hold ids and fixed words, never what people wrote. */
export const AuditEntries = ({ label, entries }: EntriesProps) => (
  <DenseTable label={label} head={["When", "What", "By and about", "Details"]}>
    {entries.map(({ seq, action, actor, subjectId, atMs, details }) => (
      <tr id={`entry-${seq}`}>
        <td>
          <TimeOfDay atMs={atMs} />
        </td>
        <td class="slug">{action}</td>
        <td class="slug">
          <div>{actor.kind === "user" ? <a href={auditHref({ actor: actor.id })}>{actor.id}</a> : actor.kind}</div>
          <div>
            <a href={auditHref({ subject: subjectId })}>{subjectId}</a>
          </div>
        </td>
        <td>
          <Details details={details} />
        </td>
      </tr>
    ))}
  </DenseTable>
)

const Details = ({ details }: Pick<AuditRecord, "details">) => (
  <dl class="details">
    {Object.entries(details).map(([name, value]) => (
      <div>
        <dt>{name}</dt>
        <dd>{value === null ? "none" : String(value)}</dd>
      </div>
    ))}
  </dl>
)

/** What was done to one thing lately, and where the rest is. */
export const History = ({ subject, entries }: { subject: string; entries: readonly AuditRecord[] }) => (
  <section aria-labelledby="history">
    <h2 id="history">What was done</h2>
    {entries.length === 0 ? (
      <p class="soft">Nothing yet.</p>
    ) : (
      <ol class="deeds">
        {entries.map(({ action, actor, atMs, details }) => (
          <li>
            <p>
              <b class="slug">{action}</b> <TimeOfDay atMs={atMs} />
              {", by "}
              {actor.kind === "user" ? <a href={personHref(actor.id)}>{actor.id}</a> : actor.kind}
            </p>
            <Details details={details} />
          </li>
        ))}
      </ol>
    )}
    <p>
      <a href={auditHref({ subject })}>All of it in the audit log</a>
    </p>
  </section>
)
