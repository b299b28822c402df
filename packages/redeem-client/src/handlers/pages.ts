import type { Preview } from "../preview.ts"
import { type Markup, markup } from "./markup.ts"
import type { Page } from "./page.ts"
import type { InstallTexts } from "./texts.ts"

/**
 * Where the buyer's browser lands. Its script takes the link out of the address before it does anything else, so that
 * the token stays in no history, and posts it to this very address. Without a script the buyer pastes the link.
 * `action` is this page's address: a form without one posts to its whole address, and a browser hands the fragment of
 * that on to wherever it is redirected, such as a sign-in page.
 */
export const landingPage = (texts: InstallTexts, action: string): Page => ({
  status: 200,
  script: landingScript,
  body: markup`<p id="moment" role="status" hidden>${texts.moment}</p>
<p id="failed" role="alert" hidden>${texts.invalidLink}</p>
<noscript>
<p>${texts.noScript}</p>
<form method="post" action="${action}">
<p><label for="link">${texts.linkLabel}</label></p>
<p><textarea id="link" name="link" rows="4" required autocomplete="off" spellcheck="false"></textarea></p>
<p><button>${texts.continue}</button></p>
</form>
</noscript>`,
})

const landingScript = `const link = location.hash
history.replaceState(null, "", location.pathname)
const moment = document.getElementById("moment")
moment.hidden = false
const confirm = location.pathname.replace(/\\/+$/, "") + "/confirm"
try {
  if (link.length > 1) {
    const headers = { "content-type": "application/json" }
    const reply = await fetch(location.pathname, { method: "POST", headers, body: JSON.stringify({ link }) })
    if (!reply.ok) throw await reply.json()
  }
  location.replace(confirm)
} catch (problem) {
  const failed = document.getElementById("failed")
  if (typeof problem?.message === "string" && !(problem instanceof Error)) failed.textContent = problem.message
  moment.hidden = true
  failed.hidden = false
}`

/** "Install this?" `install` names the token the answer is about. */
export const confirmPage = (texts: InstallTexts, { listing, publisher, release }: Preview, install: string): Page => ({
  status: 200,
  body: markup`<p>${texts.question}</p>
<dl>
<dt>${texts.asset}</dt><dd><bdi>${listing.name}</bdi> (<bdi>${listing.slug}</bdi>)</dd>
<dt>${texts.version}</dt><dd><bdi>${release.version}</bdi></dd>
<dt>${texts.publisher}</dt><dd><bdi>${publisher.displayName}</bdi> (<bdi>${publisher.handle}</bdi>)</dd>
</dl>
${answerForm(install, [
  ["install", texts.install],
  ["decline", texts.decline],
])}`,
})

/** Something to say, and a button to go on with where that may lead somewhere. */
export const messagePage = (status: number, message: string, goOn?: { install: string; label: string }): Page => ({
  status,
  body: markup`<p role="status">${message}</p>
${goOn === undefined ? "" : answerForm(goOn.install, [["install", goOn.label]])}`,
})

/** To the confirm page, from its own address. */
export const confirmLink = (status: number, message: string, label: string): Page => ({
  status,
  body: markup`<p role="status">${message}</p>
<p><a href="confirm">${label}</a></p>`,
})

/** Posts to the address it is shown at. */
const answerForm = (install: string, answers: [string, string][]): Markup =>
  markup`<form method="post">
<input type="hidden" name="install" value="${install}">
<p>${answers
    .map(([value, label]) => markup`<button name="answer" value="${value}">${label}</button>`)
    .reduce((row, button) => markup`${row} ${button}`)}</p>
</form>`
