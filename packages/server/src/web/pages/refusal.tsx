import { errorCatalog, type Problem } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import { visitorOf } from "../../http/access.ts"
import type { Reply } from "../../http/reply.ts"
import type { Told } from "../../http/route.ts"
import { type Frame, frameOf } from "../frame.ts"
import { html } from "../html.ts"
import { signInHref } from "../return-to.ts"
import { Layout } from "../layout.tsx"
import { SearchForm } from "../parts/search-form.tsx"

/** A refusal as a page: what happened, why, and what to do now. */
export async function tellPeople(context: AppContext, visit: Told, problem: Problem): Promise<Reply> {
  // Where the database does not answer, nobody is asked who they are.
  const caller = problem.status < 500 ? await visitorOf(context, visit) : undefined
  const frame = await frameOf(context, visit, caller)
  const back = visit.method === "GET" ? `${visit.path}?${visit.query}` : undefined
  const headers = { "cache-control": "no-store", vary: "Cookie" }
  return html(<RefusalPage frame={frame} problem={problem} back={back} />, { status: problem.status, headers })
}

interface RefusalProps {
  readonly frame: Frame
  readonly problem: Problem
  /** The page that was asked for; undefined where a form was sent. */
  readonly back: string | undefined
}

const RefusalPage = ({ frame, problem, back }: RefusalProps) => {
  const { heading, text } = wordsFor(problem)
  return (
    <Layout frame={frame} title={`${heading} · FleetPrompt`} search={null}>
      <section class="refusal">
        <p class="status">{problem.status}</p>
        <h1>{heading}</h1>
        <p>{text}</p>
        {problem.status === 404 ? <SearchForm q="" large /> : null}
        {problem.status === 401 && (
          <p>
            <a class="button" href={signInHref(back)}>
              Sign in
            </a>
          </p>
        )}
        <p>
          <a href="/">Go to the first page</a> or <a href="/listings">browse all listings</a>.
        </p>
        <p class="soft">
          Request <code>{problem.requestId}</code>
        </p>
      </section>
    </Layout>
  )
}

function wordsFor({ status, code, title, detail }: Problem): { heading: string; text: string } {
  if (status === 404) {
    return {
      heading: "There is nothing here",
      text: "The address may be misspelt, or what was here is not public any more. Try searching for it.",
    }
  }
  if (status === 401) {
    return {
      heading: "Sign in to see this page",
      text: "It is for people who signed in. You come back to it afterwards.",
    }
  }
  if (status === 429) {
    return {
      heading: "That was a lot of requests",
      text: "Your network asked for more pages than we serve at once. Wait a minute and load this page again; nothing was lost.",
    }
  }
  if (code === "CURSOR_INVALID") {
    return {
      heading: "This page of the list is gone",
      text: "The link to it was cut or changed. Start the list again.",
    }
  }
  if (status >= 500) return { heading: title, text: `${detail} ${remedyOf(code)}` }
  return { heading: title, text: detail }
}

const remedyOf = (code: string): string =>
  code in errorCatalog ? errorCatalog[code as keyof typeof errorCatalog].remedy : ""
