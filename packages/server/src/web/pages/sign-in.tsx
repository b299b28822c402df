import * as z from "zod"
import type { AppContext } from "../../domain/context.ts"
import type { User } from "../../domain/identity/user.ts"
import { readSignInLink, signInByLink, signOut } from "../../domain/web-sessions/sign-in.ts"
import { visitor } from "../../http/access.ts"
import { redirect } from "../../http/reply.ts"
import { dropSession, keepSession } from "../../http/session-cookie.ts"
import type { Frame } from "../frame.ts"
import { html } from "../html.ts"
import { Layout } from "../layout.tsx"
import { page } from "../page.ts"
import { Command } from "../parts/command.tsx"
import { Icon } from "../parts/icons.tsx"
import { Said } from "../parts/text.tsx"
import { optionally } from "../query.ts"
import { safeReturnTo } from "../return-to.ts"

const returnTo = optionally(z.string().max(2_000))
const linkQuery = z.object({ token: optionally(z.string().max(128)), returnTo })
/** The address of a link holds its secret: nobody keeps it, and no other site is told of it. */
const unkept = { "cache-control": "no-store", "referrer-policy": "no-referrer" }

/** The way in and out, for people. */
export const signInPages = (context: AppContext) => {
  const { signInProvider, settings } = context
  const { publicUrl } = settings
  return [
    page({
      path: "/sign-in",
      name: "pages.signIn",
      summary: "Show how to sign in, or who is signed in",
      access: visitor,
      query: z.object({ returnTo, left: optionally(z.literal("yes")) }),
      async handle({ query, frame }) {
        const back = safeReturnTo(publicUrl, query.returnTo)
        if (frame.person) return html(<AccountPage frame={frame} back={back} />)
        if (signInProvider === undefined) return html(<WayInPage frame={frame} back={back} />)
        const { host } = signInProvider
        const signOutUrl = query.left && (await signInProvider.signOutUrl())
        return html(<ProviderPage frame={frame} back={back} host={host} left={query.left} signOutUrl={signOutUrl} />)
      },
    }),
    page({
      path: "/sign-in/link",
      name: "pages.signInLink",
      summary: "Show whom a link signs in",
      access: visitor,
      query: linkQuery,
      async handle({ query: { token }, frame }) {
        const user = token === undefined ? undefined : await readSignInLink(context, token)
        if (user === undefined) return html(<SpentPage frame={frame} />, { status: 410, headers: unkept })
        return html(<LinkPage frame={frame} user={user} />, { headers: unkept })
      },
    }),
    page({
      method: "POST",
      path: "/sign-in/link",
      name: "pages.signInByLink",
      summary: "Sign in by a link, once",
      access: visitor,
      query: linkQuery,
      async handle({ caller: before, requestId, query: { token, returnTo: wanted }, frame }) {
        const begun =
          token === undefined ? undefined : await signInByLink(context, { secret: token, requestId, before })
        if (begun === undefined) return html(<SpentPage frame={frame} />, { status: 410, headers: unkept })
        const headers = { ...unkept, "set-cookie": keepSession(publicUrl, begun.secret) }
        return { ...redirect(safeReturnTo(publicUrl, wanted) ?? "/", 303), headers }
      },
    }),
    page({
      method: "POST",
      path: "/sign-out",
      name: "pages.signOut",
      summary: "Sign out",
      access: visitor,
      async handle({ caller, requestId, header }) {
        if (caller !== undefined) await signOut(context, caller, requestId)
        const headers = header("cookie") === undefined ? {} : { "set-cookie": dropSession(publicUrl) }
        return { ...redirect(signInProvider === undefined ? "/sign-in" : "/sign-in?left=yes", 303), headers }
      },
    }),
  ]
}

interface WayProps {
  readonly frame: Frame
  readonly back: string | undefined
}

interface ProviderProps extends WayProps {
  readonly host: string
  /** Whether they come from signing out. */
  readonly left: "yes" | undefined
  readonly signOutUrl: string | undefined
}

/** A link leads there, and no form: what a form may lead to holds for every address its way goes through. */
const ProviderPage = ({ frame, back, host, left, signOutUrl }: ProviderProps) => (
  <Layout frame={frame} title="Sign in · FleetPrompt" current="sign-in">
    <article class="essay">
      <h1>Sign in</h1>
      {left && (
        <output class="notice">
          <Icon name="check" />
          <span>
            You are signed out here, but perhaps not at {host}.
            {signOutUrl && (
              <>
                {" "}
                On a computer that others use, <a href={signOutUrl}>sign out there too</a>.
              </>
            )}
          </span>
        </output>
      )}
      <p>
        You sign in at <b>{host}</b>, and come back{" "}
        {back === undefined ? (
          "here"
        ) : (
          <>
            to <code>{back}</code>
          </>
        )}
        . This registry learns what {host} calls you, and neither your password nor your e-mail address.
      </p>
      <p>
        <a class="button" href={startHref(back)}>
          Sign in with {host}
        </a>
      </p>
    </article>
  </Layout>
)

const startHref = (back: string | undefined): string =>
  back === undefined ? "/sign-in/start" : `/sign-in/start?${new URLSearchParams({ returnTo: back })}`

const WayInPage = ({ frame, back }: WayProps) => (
  <Layout frame={frame} title="Sign in · FleetPrompt" current="sign-in">
    <article class="essay">
      <h1>Sign in</h1>
      <p>
        Whoever runs this registry gives you a link that is good once, for ten minutes. Open it in this browser
        {back !== undefined && (
          <>
            , and come back to <code>{back}</code>
          </>
        )}
        .
      </p>
      <section>
        <h2>If that is you</h2>
        <p>On the machine of the registry, with the name of whoever should sign in:</p>
        <Command line="fleetprompt-server login link --user dev" label="the command" />
        <p class="soft">
          A registry in development prints one when it starts. For another one, add <code>--data</code> and its folder.
        </p>
      </section>
    </article>
  </Layout>
)

const AccountPage = ({ frame, back }: WayProps) => (
  <Layout frame={frame} title="Signed in · FleetPrompt" current="sign-in">
    <article class="essay">
      <h1>You are signed in</h1>
      <p>
        As <b>{frame.person && <Said text={frame.person.sub} />}</b>, on this browser.
      </p>
      {back !== undefined && (
        <p>
          <a href={back}>Go back to where you were</a>
        </p>
      )}
      <form method="post" action="/sign-out">
        <button type="submit">Sign out</button>
      </form>
    </article>
  </Layout>
)

/** The form goes to the address of the page, which has the secret already; nothing on the page repeats it. */
const LinkPage = ({ frame, user }: { frame: Frame; user: User }) => (
  <Layout frame={frame} title="Sign in · FleetPrompt" current="sign-in">
    <article class="essay">
      <h1>
        Sign in as <Said text={user.sub} />?
      </h1>
      <p>Do so only if you asked for this link yourself. What you do here from now on is done as this user.</p>
      {frame.person && (
        <div class="notice warn" role="note">
          <Icon name="warning" />
          <p>
            You are signed in as <Said text={frame.person.sub} />. That ends with it.
          </p>
        </div>
      )}
      <form method="post">
        <button type="submit">
          <span>
            Sign in as <Said text={user.sub} />
          </span>
        </button>
      </form>
    </article>
  </Layout>
)

const SpentPage = ({ frame }: { frame: Frame }) => (
  <Layout frame={frame} title="This link is spent · FleetPrompt" current="sign-in">
    <article class="essay">
      <h1>This link does not work</h1>
      <p>A link to sign in is good once, and for ten minutes. Ask for another one.</p>
      <p>
        <a href="/sign-in">How to get one</a>
      </p>
    </article>
  </Layout>
)
