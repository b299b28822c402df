import { idOf, limits, type Page } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../../domain/context.ts"
import { listSessions } from "../../../domain/sessions/list.ts"
import { revokeSession } from "../../../domain/sessions/revoke.ts"
import { type CliSession, sessionEndsAtMs } from "../../../domain/sessions/session.ts"
import { signedIn } from "../../../http/access.ts"
import { redirect } from "../../../http/reply.ts"
import { consoleHref } from "../../address.ts"
import type { Frame } from "../../frame.ts"
import { html } from "../../html.ts"
import { page } from "../../page.ts"
import { Command } from "../../parts/command.tsx"
import { DoneNotice } from "../../parts/console/done-notice.tsx"
import { consolePlace } from "../../parts/console/place.ts"
import { ConsoleFrame } from "../../parts/console-frame.tsx"
import { DenseTable } from "../../parts/dense-table.tsx"
import { NextPage } from "../../parts/next-page.tsx"
import { isLive, StateWord } from "../../parts/state-word.tsx"
import { Said } from "../../parts/text.tsx"
import { Age, Day } from "../../parts/time.tsx"
import { cursor, optionally } from "../../query.ts"

const path = `${consoleHref}/sessions`
const doneWords = { ended: "The program is signed out." }

/** The programs that who signed in let act for them. */
export const sessionPages = (context: AppContext) => [
  page({
    path,
    name: "pages.sessions",
    summary: "Show the programs that act for who signed in",
    access: signedIn,
    query: z.object({ cursor, done: optionally(z.literal("ended")) }),
    async handle({ caller, query, frame }) {
      const sessions = await listSessions(context, caller, { limit: limits.pageSizeDefault, cursor: query.cursor })
      return html(<SessionsPage frame={frame} sessions={sessions} query={query} />)
    },
  }),
  page({
    method: "POST",
    path: `${path}/:sessionId/end`,
    name: "pages.endSession",
    summary: "End the session of a program",
    access: signedIn,
    params: z.object({ sessionId: idOf("cliSession") }),
    async handle({ caller, requestId, params: { sessionId } }) {
      await revokeSession(context, { caller, requestId, sessionId })
      return redirect(`${path}?done=ended`, 303)
    },
  }),
]

interface SessionsProps {
  readonly frame: Frame
  readonly sessions: Page<CliSession>
  readonly query: { readonly cursor?: string | undefined; readonly done?: "ended" | undefined }
}

const SessionsPage = ({ frame, sessions, query }: SessionsProps) => (
  <ConsoleFrame
    frame={frame}
    title="Signed-in programs"
    place={consolePlace}
    at={path}
    current="console"
    heading="Signed-in programs"
  >
    <DoneNotice done={query.done} words={doneWords} />
    <p>Each of them acts as you. One that you do not know, or do not use any more, is better ended.</p>
    {sessions.data.length === 0 ? (
      <div class="empty">
        <p>None. The command line signs in by way of this browser:</p>
        <Command line="fleetprompt login" label="the command to sign in" />
      </div>
    ) : (
      <DenseTable label="Signed-in programs" head={["Program", "May", "Since", "Last used", "State", ""]}>
        {sessions.data.map((session) => (
          <SessionRow session={session} nowMs={frame.nowMs} />
        ))}
      </DenseTable>
    )}
    <NextPage href={path} nextCursor={sessions.page.nextCursor} isLater={query.cursor !== undefined} />
  </ConsoleFrame>
)

const SessionRow = ({ session, nowMs }: { session: CliSession; nowMs: number }) => {
  const { sessionId, clientName, requestedFrom, scopes, createdAtMs, lastUsedAtMs, revokedAtMs } = session
  const endsAtMs = sessionEndsAtMs(session)
  return (
    <tr>
      <th scope="row">
        <Said text={clientName} />
        {requestedFrom !== "" && (
          <div class="soft">
            from <Said text={requestedFrom} />
          </div>
        )}
      </th>
      <td>
        <span class="slug">{scopes.join(" ")}</span>
      </td>
      <td>
        <Day atMs={createdAtMs} />
      </td>
      <td>{lastUsedAtMs === null ? "never" : <Age atMs={lastUsedAtMs} nowMs={nowMs} />}</td>
      <td>
        <StateWord revokedAtMs={revokedAtMs} endsAtMs={endsAtMs} nowMs={nowMs} />
      </td>
      <td>
        {isLive(revokedAtMs, endsAtMs, nowMs) && (
          <form method="post" action={`${path}/${sessionId}/end`}>
            <button type="submit" class="bad">
              End<span class="hidden"> {clientName}</span>
            </button>
          </form>
        )}
      </td>
    </tr>
  )
}
