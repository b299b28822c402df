import { redactCredentials } from "@fleetprompt/sdk/contracts"
import type { Reply } from "../../http/reply.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { Notice } from "../parts/notice.tsx"

/** What was sent without a session, to be sent again with one. */
export const showLostSession = (frame: Frame, action: string, typed: Readonly<Record<string, string>>): Reply =>
  html(<LostSessionPage frame={frame} action={action} typed={typed} />, {
    status: 401,
    headers: { "cache-control": "no-store", vary: "Cookie" },
  })

interface LostSessionProps {
  readonly frame: Frame
  readonly action: string
  readonly typed: Readonly<Record<string, string>>
}

const LostSessionPage = ({ frame, action, typed }: LostSessionProps) => (
  <Layout frame={frame} title="Not sent: you are not signed in · FleetPrompt">
    <article class="essay">
      <h1>You are not signed in any more</h1>
      <Notice tone="warn">
        <p>Nothing was changed. What you typed is kept on this page: leave it open.</p>
      </Notice>
      <ol class="numbered">
        <li>
          <a href="/sign-in" target="_blank" rel="noopener">
            Sign in, in another tab
          </a>
        </li>
        <li>Come back here and send it again.</li>
      </ol>
      <form method="post" action={action} data-unsaved="changed">
        {Object.entries(typed).map(([name, text]) => (
          <input type="hidden" name={name} value={redactCredentials(text)} />
        ))}
        <button type="submit">Send it again</button>
      </form>
    </article>
  </Layout>
)
