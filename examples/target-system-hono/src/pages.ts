import type { Preview } from "@fleetprompt/redeem-client"
import { html } from "hono/html"
import type { Agent } from "./installs.ts"

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

/** Who is here, and what the workspace runs. */
export const homePage = (member: string | undefined, agents: readonly Agent[]): Html =>
  page(
    "Workspace",
    html`${member === undefined ? signInForm("/") : html`<p>Signed in as ${member}.</p>`}
      <ul>
        ${agents.map(({ slug, version, importedBy }) => html`<li>${slug} ${version}, imported by ${importedBy}</li>`)}
      </ul>`,
  )

/** A stand-in for your own sign-in: it believes what it is told. */
const signInForm = (next: string): Html =>
  html`<form method="post" action="/sign-in">
    <label>Member <input name="member" required autocomplete="username" /></label>
    <input type="hidden" name="next" value="${next}" />
    <button>Sign in</button>
  </form>`

export const signInPage = (next: string): Html => page("Sign in", signInForm(next))

/**
 * Where the buyer's browser lands. The script takes the token out of the address before anything else, so that it
 * stays in no history, and posts it to this system's own back end.
 */
export const landingPage = (nonce: string): Html =>
  page(
    "Install",
    html`<p id="status">One moment…</p>
      <script nonce="${nonce}">
        const fragment = new URLSearchParams(location.hash.slice(1))
        history.replaceState(null, "", location.pathname)
        const body = JSON.stringify({ token: fragment.get("fp_token"), issuer: fragment.get("fp_iss") })
        fetch(location.pathname, { method: "POST", headers: { "content-type": "application/json" }, body })
          .then((reply) => {
            if (!reply.ok) throw new Error()
            location.replace("/fleetprompt/confirm")
          })
          .catch(() => {
            document.getElementById("status").textContent = "This link is not valid. Start the install again."
          })
      </script>
      <noscript>This page needs JavaScript to take the token out of the address.</noscript>`,
  )

/** What will be imported, for whom, before anything is redeemed. Every word of it was written by strangers, and escaped. */
export const confirmPage = (preview: Preview, member: string): Html =>
  page(
    `Install ${preview.listing.name}?`,
    html`<p>${preview.listing.slug} ${preview.release.version}, published by ${preview.publisher.displayName}.</p>
      <p>It will be imported into this workspace for ${member}.</p>
      ${preview.subjectMatches === false ? html`<p><strong>Somebody else started this install.</strong></p>` : ""}
      <form method="post" action="/fleetprompt/confirm">
        <button name="answer" value="accept">Install</button>
        <button name="answer" value="decline">No, thanks</button>
      </form>`,
  )

/** For a token that is over, or whose install was interrupted. */
export const resumePage = (): Html =>
  page(
    "Install",
    html`<p>This install was begun before, or its link is no longer valid.</p>
      <form method="post" action="/fleetprompt/confirm"><button name="answer" value="accept">Continue</button></form>`,
  )

export const messagePage = (message: string): Html =>
  page(
    "Install",
    html`<p>${message}</p>
      <p><a href="/">Workspace</a></p>`,
  )
