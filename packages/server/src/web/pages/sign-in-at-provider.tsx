import { limits } from "@fleetprompt/sdk/contracts"
import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import { beginSignIn, type SignedIn, signInAtProvider } from "../../domain/web-sessions/sign-in-at-provider.ts"
import { visitor } from "../../http/access.ts"
import { cookieNamesIn, cookieOf } from "../../http/cookie.ts"
import { redirect } from "../../http/reply.ts"
import { keepSession } from "../../http/session-cookie.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { Said } from "../parts/text.tsx"
import { given, optionally } from "../query.ts"
import { safeReturnTo } from "../return-to.ts"

/** The addresses hold codes and states, good once: nobody keeps them, and no other site is told of them. */
const unkept = { "cache-control": "no-store", "referrer-policy": "no-referrer" }

const ways = "fp_sign_in_"
/** More tabs than anyone signs in with at once; beyond, the cookies would outgrow what a server reads. */
const waysMax = 5

const part = (lengthMax: number) => optionally(z.string().max(lengthMax))

/** To the identity provider and back (OpenID Connect Core 1.0 §3.1). */
export const signInAtProviderPages = (context: AppContext) => {
  const { publicUrl } = context.settings
  // What a browser keeps on its way there and back. It is good for one way; another tab may be on its own.
  const wayNamed = (name: string) => cookieOf(publicUrl, name)
  const wayOf = (state: string) => wayNamed(ways + state.replaceAll(/[^\w-]/g, "").slice(0, 12))
  return [
    page({
      path: "/sign-in/start",
      name: "pages.startSignIn",
      summary: "Go to the identity provider to sign in",
      access: visitor,
      query: z.object({ returnTo: part(2_000) }),
      async handle({ query: { returnTo }, header }) {
        const { location, state, kept } = await beginSignIn(context, safeReturnTo(publicUrl, returnTo))
        const others = cookieNamesIn(publicUrl, ways, header("cookie"))
        const forgotten = others.length < waysMax ? [] : others.map((name) => wayNamed(name).drop())
        const cookies = [...forgotten, wayOf(state).keep(kept, limits.signInTtlMs)]
        return { ...redirect(location, 303), headers: unkept, cookies }
      },
    }),
    page({
      path: "/sign-in/callback",
      name: "pages.finishSignIn",
      summary: "Come back from the identity provider, and begin a session",
      access: visitor,
      limit: "write",
      query: z.object({
        code: part(4_096),
        state: part(512),
        iss: part(2_048),
        error: part(256),
        error_description: part(2_048),
      }),
      async handle({ caller: before, requestId, query, header, frame }) {
        const response = new URLSearchParams(given(query))
        const way = wayOf(query.state ?? "")
        const kept = way.read(header("cookie")) ?? ""
        const signedIn = await signInAtProvider(context, { kept, response, requestId, before })
        if (signedIn.kind === "begun") {
          const cookies = [keepSession(publicUrl, signedIn.secret), way.drop()]
          return { ...redirect(safeReturnTo(publicUrl, signedIn.returnTo) ?? "/", 303), headers: unkept, cookies }
        }
        // An address that somebody made up ends no sign-in that is on its way.
        const cookies = signedIn.kind === "unknown" ? [] : [way.drop()]
        return html(<NotSignedInPage frame={frame} because={signedIn} />, { status: 400, headers: unkept, cookies })
      },
    }),
  ]
}

interface NotSignedInProps {
  readonly frame: Frame
  readonly because: Exclude<SignedIn, { kind: "begun" }>
}

const NotSignedInPage = ({ frame, because }: NotSignedInProps) => (
  <Layout frame={frame} title="Not signed in · FleetPrompt" current="sign-in">
    <article class="essay">
      <h1>That did not sign you in</h1>
      <Reason because={because} />
      <p>
        <a class="button" href="/sign-in">
          Sign in again
        </a>
      </p>
    </article>
  </Layout>
)

const Reason = ({ because }: Pick<NotSignedInProps, "because">) => {
  if (because.kind === "unknown") {
    return (
      <p>
        A way to sign in is good once, for ten minutes, in the browser that began it. This one was used, took longer, or
        was begun somewhere else.
      </p>
    )
  }
  if (because.kind === "invalid") {
    return <p>What came back did not prove who you are, so nobody was signed in. Nothing was lost; begin once more.</p>
  }
  const { error, description } = because
  return (
    <>
      <p>The service that signs people in here let nobody in. It says:</p>
      <blockquote>
        <Said text={(description === "" ? error : description).slice(0, 300)} />
      </blockquote>
      {description !== "" && (
        <p class="soft">
          Its code for that is <Said text={error.slice(0, 100)} />.
        </p>
      )}
    </>
  )
}
