import { errorCatalog, type Problem } from "@fleetprompt/sdk/contracts"
import type { AppContext } from "../../domain/context.ts"
import type { Reply } from "../../http/reply.ts"
import type { Told } from "../../http/route.ts"
import { type Frame, frameOf } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { SearchForm } from "../parts/search-form.tsx"

/** A refusal as a page: what happened, why, and what to do now. */
export async function tellPeople(context: AppContext, visit: Told, problem: Problem): Promise<Reply> {
  const frame = await frameOf(context, visit)
  const headers = { "cache-control": "no-store", vary: "Cookie" }
  return html(<RefusalPage frame={frame} problem={problem} />, { status: problem.status, headers })
}

const RefusalPage = ({ frame, problem }: { frame: Frame; problem: Problem }) => {
  const { heading, text } = wordsFor(problem)
  return (
    <Layout frame={frame} title={`${heading} · FleetPrompt`} search={null}>
      <section class="refusal">
        <p class="status">{problem.status}</p>
        <h1>{heading}</h1>
        <p>{text}</p>
        {problem.status === 404 ? <SearchForm q="" large /> : null}
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
