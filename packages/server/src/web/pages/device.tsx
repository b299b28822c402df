import { type Problem, userCode } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { notFound } from "../../domain/refusal.ts"
import { decideDeviceLogin, readDeviceLogin } from "../../domain/sessions/decide-login.ts"
import type { DeviceLogin } from "../../domain/sessions/device-login.ts"
import { signedIn, visitorOf } from "../../http/access.ts"
import { type Reply, redirect } from "../../http/reply.ts"
import type { Told } from "../../http/route.ts"
import { type Frame, frameOf } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { Icon } from "../parts/icons.tsx"
import { Said } from "../parts/text.tsx"
import { TimeOfDay } from "../parts/time.tsx"
import { optionally } from "../query.ts"
import { scopeWords } from "../words.ts"
import { tellPeople } from "./refusal.tsx"

const decided = ["approved", "denied"] as const
type Decided = (typeof decided)[number]

const shared = {
  path: "/device",
  access: signedIn,
  // A code that leads nowhere is a guess.
  failureLimit: { action: "device-code-failure", status: 404 } as const,
  tell: tellOfCode,
}

/** Where a program sends the person at it, to say whether it may act for them. */
export const devicePages = (context: AppContext) => [
  page({
    ...shared,
    name: "pages.device",
    summary: "Ask for a program's code, or show what it asks for",
    query: z.object({ code: optionally(z.string().min(1).max(64)), done: optionally(z.enum(decided)) }),
    async handle({ caller, query: { code, done }, frame }) {
      if (done !== undefined) return html(<DecidedPage frame={frame} done={done} />)
      if (code === undefined) return html(<CodePage frame={frame} isWrong={false} />)
      const login = await readDeviceLogin(context, caller, readCode(code))
      return html(<AskedPage frame={frame} login={login} />)
    },
  }),
  page({
    ...shared,
    method: "POST",
    name: "pages.decideDevice",
    summary: "Let a program in, or turn it away",
    form: z.object({ code: z.string().max(64), decision: z.enum(decided) }),
    async handle({ caller, requestId, form }) {
      if (!form.ok) throw notFound("login")
      const { code, decision: status } = form.data
      await decideDeviceLogin(context, { caller, requestId, userCode: readCode(code), status })
      return redirect(`/device?done=${status}`, 303)
    },
  }),
]

/** What was typed as a code. @throws Refusal NOT_FOUND for what cannot be one. */
function readCode(typed: string): string {
  const parsed = userCode.safeParse(typed)
  if (!parsed.success) throw notFound("login")
  return parsed.data
}

/** A code nobody waits under is asked for once more. */
async function tellOfCode(context: AppContext, visit: Told, problem: Problem): Promise<Reply> {
  if (problem.status !== 404) return await tellPeople(context, visit, problem)
  const frame = await frameOf(context, visit, await visitorOf(context, visit))
  return html(<CodePage frame={frame} isWrong />, { status: 404, headers: { "cache-control": "no-store" } })
}

const CodePage = ({ frame, isWrong }: { frame: Frame; isWrong: boolean }) => (
  <Layout frame={frame} title={`${isWrong ? "No such code" : "Let a program in"} · FleetPrompt`}>
    <article class="essay">
      <h1>Let a program in</h1>
      <p>A program that wants to act for you shows a code of eight letters. Type it here to see what it asks for.</p>
      {isWrong && (
        <div class="notice bad" role="alert">
          <Icon name="warning" />
          <p id="code-wrong">No program waits under this code. It may be misspelt, answered already, or too old.</p>
        </div>
      )}
      <form class="form" method="get" action="/device">
        <div class="field">
          <label htmlFor="code">Code</label>
          <input
            id="code"
            class="code"
            name="code"
            required
            maxlength={16}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            {...(isWrong && { "aria-describedby": "code-wrong", "aria-invalid": "true" })}
          />
        </div>
        <p>
          <button type="submit">Go on</button>
        </p>
      </form>
    </article>
  </Layout>
)

const AskedPage = ({ frame, login }: { frame: Frame; login: DeviceLogin }) => (
  <Layout frame={frame} title="May this program act for you? · FleetPrompt">
    <article class="essay">
      <h1>May this program act for you?</h1>
      <p>
        Compare the code. It must be the one that <b>your own</b> program shows. If somebody sent you here, deny it.
      </p>
      <p class="code">{login.userCode}</p>
      <dl class="asked">
        <dt>It calls itself</dt>
        <dd>
          <Said text={login.clientName} />
        </dd>
        <dt>It asks from</dt>
        <dd>{login.requestedFrom === "" ? "an unknown address" : <Said text={login.requestedFrom} />}</dd>
        <dt>Answer before</dt>
        <dd>
          <TimeOfDay atMs={login.expiresAtMs} />
        </dd>
        <dt>It may then</dt>
        <dd>
          <ul>
            {login.scopes.map((scope) => (
              <li>
                {scopeWords[scope]} <span class="slug">{scope}</span>
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      <p class="soft">
        Until 30 days pass without use, 90 days at most, or until you end it. Everything it does is done as{" "}
        {frame.person && <Said text={frame.person.sub} />}.
      </p>
      <form class="choices" method="post" action="/device">
        <input type="hidden" name="code" value={login.userCode} />
        <button type="submit" name="decision" value="approved">
          Approve
        </button>
        <button type="submit" class="second" name="decision" value="denied">
          Deny
        </button>
      </form>
    </article>
  </Layout>
)

const DecidedPage = ({ frame, done }: { frame: Frame; done: Decided }) => (
  <Layout frame={frame} title={`${done === "approved" ? "Approved" : "Denied"} · FleetPrompt`}>
    <article class="essay">
      <h1>{done === "approved" ? "Approved" : "Denied"}</h1>
      <output class={done === "approved" ? "notice good" : "notice"}>
        <Icon name={done === "approved" ? "check" : "revoked"} />
        <span>
          {done === "approved"
            ? "The program goes on by itself. You can close this page."
            : "The program was turned away. You can close this page."}
        </span>
      </output>
    </article>
  </Layout>
)
