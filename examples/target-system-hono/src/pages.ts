import { html } from "hono/html"
import type { Agent } from "./agents.ts"

type Html = ReturnType<typeof html>

const page = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`

/** Who is here, what the workspace runs, and the way to more. */
export const homePage = (member: string | undefined, agents: readonly Agent[]): Html =>
  page(
    "Workspace",
    html`${member === undefined ? signInForm("/") : html`<p>Signed in as ${member}.</p>`}
      <ul>
        ${agents.map(({ slug, version, importedBy }) => html`<li>${slug} ${version}, imported by ${importedBy}</li>`)}
      </ul>
      <form method="post" action="/want">
        <label>Agent <input name="listing" placeholder="publisher/name" /></label>
        <button>Install from the registry</button>
      </form>`,
  )

/** A stand-in for your own sign-in: it believes what it is told. */
const signInForm = (next: string): Html =>
  html`<form method="post" action="/sign-in">
    <label>Member <input name="member" required autocomplete="username" /></label>
    <input type="hidden" name="next" value="${next}" />
    <button>Sign in</button>
  </form>`

/** Leads back to the install that sent the buyer here. */
export const signInPage = (): Html => page("Sign in", signInForm("install"))
