import type { Child } from "hono/jsx"
import { includesRole } from "../../../domain/moderation/require-moderator.ts"
import { adminHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { ConsoleFrame, type Way } from "../console-frame.tsx"
import { Notice } from "../notice.tsx"

interface AdminFrameProps {
  readonly frame: Frame
  readonly title: string
  /** The way this page is on. */
  readonly at: string
  readonly heading?: Child
  readonly above?: Child
  readonly children?: Child
}

const ways: readonly Way[] = [
  { href: adminHref, words: "Reports" },
  { href: `${adminHref}/suspensions`, words: "Suspensions" },
  { href: `${adminHref}/publishers`, words: "Publishers" },
  { href: `${adminHref}/people`, words: "People" },
  { href: `${adminHref}/targets`, words: "Targets" },
  { href: `${adminHref}/audit`, words: "Audit log" },
]
const forAdmins = `${adminHref}/people`

/** A page of where moderators work. */
export const AdminFrame = ({ frame, title, at, heading = title, above, children }: AdminFrameProps) => (
  <ConsoleFrame
    frame={frame}
    title={title}
    place={{
      name: "Admin",
      ways: ways.filter(({ href }) => href !== forAdmins || includesRole(frame.role, "admin")),
    }}
    at={at}
    current="admin"
    heading={heading}
    above={above}
  >
    {children}
  </ConsoleFrame>
)

interface OneFrameProps extends Pick<AdminFrameProps, "frame" | "title" | "at" | "heading"> {
  /** The list it stands in, in its words. */
  readonly list: string
  /** What has just been done, in a sentence. */
  readonly done: string | undefined
  readonly known: Child
  readonly acts: Child
}

/** A page about one thing: what there is to know of it, and beside that what can be done. */
export const OneFrame = ({ list, done, known, acts, ...props }: OneFrameProps) => (
  <AdminFrame {...props} above={<BackTo href={props.at}>{list}</BackTo>}>
    {done !== undefined && (
      <Notice tone="good">
        <p>{done}</p>
      </Notice>
    )}
    <div class="case">
      <div>{known}</div>
      <div>{acts}</div>
    </div>
  </AdminFrame>
)

/** The way back to the list that something stands in. */
export const BackTo = ({ href, children }: { href: string; children: string }) => (
  <p>
    <a href={href}>← {children}</a>
  </p>
)
